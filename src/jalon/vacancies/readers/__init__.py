"""Files and addresses that hold vacancies, read into postings: no database, no decision."""
