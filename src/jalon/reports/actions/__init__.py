"""What happens to operations, answers, reports and counted figures."""
