"""The papers of a case: minutes, official statements, reports and letters."""
