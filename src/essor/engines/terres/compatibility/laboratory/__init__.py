"""Reports of laboratories, from CSV, XLSX, ODS or JSON: units, limits of detection, sums."""
