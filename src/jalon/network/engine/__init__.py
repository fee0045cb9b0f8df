"""The door to the timetable library and to the placing of vehicles."""
