"""The three works of the limit, each one statement: token, work and JSON."""

_CONSULTANT = """
who AS (
    SELECT c.id FROM web_session s JOIN consultant c ON c.agency_id = s.agency_id AND c.id = s.consultant_id
    WHERE s.agency_id = $1 AND s.id = $2 AND s.digest = $3 AND s.closed_at IS NULL AND s.expires_at > now() AND c.active
)
"""

QUEUE = f"""
WITH {_CONSULTANT},
page AS (
    SELECT i.*, row_number() OVER (ORDER BY i.due_at, i.id) AS place FROM review_item i
    WHERE i.agency_id = $1 AND i.consultant_id = (SELECT id FROM who) AND i.waits_for = 'us'
    ORDER BY i.due_at, i.id LIMIT 26
),
shown AS (
    SELECT i.id, i.kind, i.subject_id, i.interview_id, i.version, candidate.name AS candidate, job.title AS job,
        client.name AS client, i.client_id, i.consultant_id, consultant.name AS consultant, i.team_id, i.waits_for,
        i.due_at, i.cut_off_zone, i.due_why, i.escalated_at, held.id AS claimed_by, held.name AS claimed_by_name,
        CASE WHEN held.id IS NOT NULL THEN i.claimed_until END AS claimed_until, i.decision, i.decided_at, i.facts,
        i.created_at
    FROM page i
    JOIN interview ON interview.agency_id = $1 AND interview.id = i.interview_id
    JOIN application ON application.agency_id = $1 AND application.id = interview.application_id
    JOIN candidate ON candidate.agency_id = $1 AND candidate.id = application.candidate_id
    JOIN job ON job.agency_id = $1 AND job.id = application.job_id
    JOIN client ON client.agency_id = $1 AND client.id = i.client_id
    JOIN consultant ON consultant.agency_id = $1 AND consultant.id = i.consultant_id
    LEFT JOIN consultant held ON held.agency_id = $1 AND held.id = i.claimed_by AND i.claimed_until > now()
    WHERE i.place <= 25
)
SELECT json_build_object(
    'data', coalesce((SELECT json_agg(shown ORDER BY due_at, id) FROM shown), '[]'),
    'next_cursor', (SELECT min(due_at) || ' ' || min(id::text) FROM page WHERE place = 26)
)::text FROM who
"""

ONE_DEBRIEF = f"""
WITH {_CONSULTANT}
SELECT json_build_object(
    'id', d.id, 'interview_id', d.interview_id, 'profile', d.profile, 'state', d.state, 'version', d.version,
    'requested_at', d.requested_at, 'submitted_at', d.submitted_at, 'accepted_at', d.accepted_at,
    'return_reason', d.return_reason, 'close_reason', d.close_reason, 'answers', v.answers, 'channel', v.channel,
    'agency_only', confided.answers
)::text
FROM who
JOIN debrief d ON d.agency_id = $1 AND d.interview_id = $4
LEFT JOIN debrief_version v ON v.agency_id = $1 AND v.debrief_id = d.id AND v.version = d.version
LEFT JOIN debrief_confidence confided
    ON confided.agency_id = $1 AND confided.debrief_id = d.id AND confided.version = d.version
"""

SUBMIT = """
WITH who AS (
    SELECT l.interview_id, l.candidate_id FROM web_session s
    JOIN candidate_link l ON l.agency_id = s.agency_id AND l.id = s.link_id
    WHERE s.agency_id = $1 AND s.id = $2 AND s.digest = $3 AND s.closed_at IS NULL AND s.expires_at > now()
        AND l.revoked_at IS NULL AND l.expires_at > now() AND l.interview_id = $4
),
held AS (
    SELECT d.*, who.candidate_id FROM who JOIN debrief d ON d.agency_id = $1 AND d.interview_id = who.interview_id
    WHERE d.state IN ('requested', 'draft', 'changes_requested') FOR UPDATE OF d
),
kept AS (
    INSERT INTO debrief_version
        (agency_id, debrief_id, version, answers, submitted_at, submitted_by, submitted_by_id, channel)
    SELECT agency_id, id, version + 1, $5::jsonb, now(), 'candidate', candidate_id, 'web' FROM held
),
begun AS (
    INSERT INTO debrief_begun (agency_id, interview_id, at) SELECT agency_id, interview_id, now() FROM held
    ON CONFLICT DO NOTHING
),
entry AS (
    INSERT INTO audit_event (agency_id, id, subject_kind, subject_id, seq, action, at, actor_kind, actor_id, details,
        commitments, prev_hash, hash)
    SELECT agency_id, $6::uuid, 'debrief', id, audit_seq + 1, 'debrief.submitted', now(), 'candidate', candidate_id,
        jsonb_build_object('version', version + 1, 'channel', 'web'), '{}', audit_hash,
        sha256(convert_to(jsonb_build_object('id', $6::uuid, 'agency', agency_id, 'subject', id, 'seq', audit_seq + 1,
            'at', now(), 'action', 'debrief.submitted', 'actor', candidate_id, 'version', version + 1,
            'prev', encode(audit_hash, 'hex'))::text, 'UTF8'))
    FROM held RETURNING seq, hash
),
pending AS (
    INSERT INTO pending_event (agency_id, event_id) SELECT agency_id, $6::uuid FROM held
),
item AS (
    INSERT INTO review_item (agency_id, id, interview_id, kind, subject_id, version, consultant_id, team_id,
        client_id, due_at, cut_off_zone, due_why, created_at, waits_for, facts, search)
    SELECT $1, $7::uuid, held.interview_id, 'debrief', held.id, held.version + 1, consultant.id, consultant.team_id,
        job.client_id, now() + interval '2 hours', agency.time_zone, 'until the client’s hours are known', now(),
        'us',
        jsonb_build_object('missing', 0, 'of', 9),
        setweight(to_tsvector('simple', concat_ws(' ', candidate.name, client.name, job.title)), 'A')
            || jsonb_to_tsvector('simple', $5::jsonb, '["string"]')
    FROM held
    JOIN interview ON interview.agency_id = $1 AND interview.id = held.interview_id
    JOIN application ON application.agency_id = $1 AND application.id = interview.application_id
    JOIN candidate ON candidate.agency_id = $1 AND candidate.id = application.candidate_id
    JOIN job ON job.agency_id = $1 AND job.id = application.job_id
    JOIN client ON client.agency_id = $1 AND client.id = job.client_id
    JOIN consultant ON consultant.agency_id = $1 AND consultant.id = interview.consultant_id
    JOIN agency ON agency.agency_id = $1
),
cleared AS (
    DELETE FROM timer WHERE agency_id = $1 AND kind = 'debriefs.remind' AND subject_id = $4
),
tasks AS (
    INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args)
    SELECT 'afterword', name, name || ':' || held.interview_id,
        jsonb_build_object('agency_id', $1, 'subject_id', held.interview_id)
    FROM held,
        unnest(ARRAY['deliveries.plan_review', 'debriefs.tell_consultant', 'debriefs.mail_copy',
                     'followup.begin_promise', 'followup.expect_decision']) name
)
UPDATE debrief d SET state = 'submitted', version = d.version + 1, submitted_at = now(), return_reason = NULL,
    audit_seq = entry.seq, audit_hash = entry.hash
FROM entry, held WHERE d.agency_id = held.agency_id AND d.id = held.id
RETURNING json_build_object('reference', d.id, 'version', d.version, 'submitted_at', d.submitted_at,
    'review_due_at', d.submitted_at + interval '2 hours')::text
"""
