"""Reads a calendar file on standard input with the icalendar package, which shares no code with libical, and prints a line for each event:
method, UID, SEQUENCE, date, organizer's address and name, STATUS, when each alarm rings (in hours after the date begins). Exits with an error
when the file does not parse."""
import sys

import icalendar

calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
for event in calendar.walk("VEVENT"):
    organizer = event["ORGANIZER"]
    alarms = [str(alarm["TRIGGER"].dt.total_seconds() / 3600) for alarm in event.walk("VALARM")]
    print(
        calendar["METHOD"],
        event["UID"],
        event["SEQUENCE"],
        event["DTSTART"].dt.isoformat(),
        str(organizer),
        organizer.params["CN"],
        event["STATUS"],
        ",".join(alarms) or "-",
        event["SUMMARY"],
        sep="|",
    )
