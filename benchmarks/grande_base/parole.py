"""What the invented people sign in with, told apart from what needs Django."""

PASSWORD = "mesure-de-charge-sans-risque"
