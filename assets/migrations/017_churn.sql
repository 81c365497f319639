-- Why members left, and what takes that back, are found by their time among all member events.
CREATE INDEX member_event_of_churn ON member_event (at)
    WHERE substr(body, 1, 16) IN ('{"kind":"churn_r', '{"kind":"counts"');
