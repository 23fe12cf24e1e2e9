"""The least a Django project can do with the portal's events table: the yardstick of the benchmarks."""
