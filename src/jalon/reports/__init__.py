"""Reports to funders and indicators of the territory, computed from facts."""
