-- Contacts, and what takes them back, are found by their time among all member events: the care list looks at everybody's.
CREATE INDEX member_event_of_contacts ON member_event (at)
    WHERE substr(body, 1, 16) IN ('{"kind":"contact', '{"kind":"counts"');
