-- A figure that was typed by mistake can be withdrawn before it is approved: a step
-- says so, and the figure counts nowhere from that step on. A yardstick that does
-- not know such steps would count it, so it must not open the database.
--
-- Every reading asks what has been withdrawn, and it is next to nothing.
CREATE INDEX step_withdrawn ON step (programme, seq) WHERE kind = 'withdrawn';

-- What waits is found in latest_waiting, which is smaller.
DROP INDEX observation_waiting;
