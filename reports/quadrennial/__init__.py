"""The four-yearly report: what the portal's records give for it, and the text that comes of it."""
