"""The invented territory of Grand-Estran."""
