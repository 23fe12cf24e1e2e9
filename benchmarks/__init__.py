"""What pages cost, as ratios to bare Django views measured in the same run."""
