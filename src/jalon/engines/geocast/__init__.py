"""Which vacancies on which bus screen, when."""
