"""Plans of excavated soils that a territory keeps: what was asked, and what each solve found."""
