"""/calendar.ics: what is due when, for calendar programs."""
