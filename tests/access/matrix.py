"""Who may do what: one line for every route, one column for every kind of actor.

``ok`` lets in (the answer is 2xx, or the domain's own refusal: 409, 412, 422, 428); a number is the refusal. `scope` is
the one that a key needs; `-` says that no key gets in. 404 is the answer for what does not exist for somebody.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ACTORS = (
    "anonymous",
    "sent",
    "returned",
    "other_candidate",
    "stranger's candidate",
    "owner",
    "colleague",
    "manager",
    "compliance",
    "admin",
    "stranger",
    "key",
    "key without",
    "stranger's key",
    "revoked key",
    "expired key",
)
"""The candidate by a link that the service sent, and by one handed over; another candidate of the agency, and of
another agency; the consultant whose interview it is and who is away, covered by another; one whose it is not, and so
on; a stranger is a consultant of another agency; a key that decides does so for the owner."""
AS: Mapping[str, str] = {"covering": "owner", "other team": "colleague"}
"""Further actors who get what another gets: who covers for the owner today, and a consultant of another team, where
the agency lets consultants see beyond their team."""
OWN_ONLY = frozenset({"addCoverRule", "endCoverRule", "deleteComment"})
"""What is refused to whoever covers: a consultant arranges their own absence, and takes back their own words."""

TABLE = """
route                  scope            anon sent retd othr s.cd ownr coll mngr cmpl admn strg key  kyno s.ky revk expk

livez                  -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
readyz                 -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
version                -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
metrics                -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
openCandidateLink      -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
comeInByLink           -                403  403  403  403  403  403  403  403  403  403  403  403  403  403  403  403
askForNewLink          -                403  403  403  403  403  403  403  403  403  403  403  403  403  403  403  403
seeSignIn              -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
comeInToDesk           -                403  403  403  403  403  403  403  403  403  403  403  403  403  403  403  403
leaveDesk              -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
seeMyDay               -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
seeQueue               -                401  403  403  403  403  ok   ok   ok   ok   403  ok   403  403  403  401  401
seeQueueNow            -                401  403  403  403  403  ok   ok   ok   ok   403  ok   403  403  403  401  401
seeReview              -                401  403  403  403  403  ok   ok   ok   ok   403  404  403  403  403  401  401
seeReviewNow           -                401  403  403  403  403  ok   ok   ok   ok   403  404  403  403  403  401  401
claimOnDesk            -                401  403  403  403  403  ok   ok   ok   403  403  404  403  403  403  401  401
releaseOnDesk          -                401  403  403  403  403  ok   ok   ok   403  403  404  403  403  403  401  401
assignOnDesk           -                401  403  403  403  403  ok   403  ok   403  403  404  403  403  403  401  401
returnOnDesk           -                401  403  403  403  403  ok   403  ok   403  403  404  403  403  403  401  401
acceptOnDesk           -                401  403  403  403  403  ok   403  ok   403  403  404  403  403  403  401  401
approveOnDesk          -                401  403  403  403  403  ok   403  ok   403  403  404  403  403  403  401  401
suggestOnDesk          -                401  403  403  403  403  ok   403  ok   403  403  404  403  403  403  401  401
doNotForwardOnDesk     -                401  403  403  403  403  ok   403  ok   403  403  404  403  403  403  401  401
undoApproval           -                401  403  403  403  403  ok   403  ok   403  403  404  403  403  403  401  401
sendNowOnDesk          -                401  403  403  403  403  ok   403  ok   403  403  404  403  403  403  401  401
changeTimeOnDesk       -                401  403  403  403  403  ok   403  ok   403  403  404  403  403  403  401  401
commentOnDesk          -                401  403  403  403  403  ok   403  ok   403  403  404  403  403  403  401  401
seeNewLinkAsked        -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
sayGoodbye             -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
sayGoodbyeToAnother    -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
openInvitation         -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
joinByInvitation       -                403  403  403  403  403  403  403  403  403  403  403  403  403  403  403  403
seeSignInCode          -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
giveSignInCode         -                403  403  403  403  403  403  403  403  403  403  403  403  403  403  403  403
seeConfirming          -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
confirmAtDesk          -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
seeSecurity            -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
seeCodeApp             -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
beginCodeApp           -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
getCodeAppPicture      -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
confirmCodeApp         -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
makeRecoveryCodes      -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
turnOffCodeApp         -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
signOutElsewhere       -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
listProblems           -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
getAsset               -                404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
openProblem            -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
signIn                 -                401  401  401  401  401  401  401  401  401  401  401  401  401  401  401  401
openCandidateSession   -                401  401  401  401  401  401  401  401  401  401  401  401  401  401  401  401
acceptInvitation       -                401  401  401  401  401  401  401  401  401  401  401  401  401  401  401  401
signOut                -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok

getAgency              admin            401  403  403  403  403  ok   ok   ok   ok   ok   ok   ok   403  ok   401  401
changeAgency           admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  ok   401  401
listConsultants        admin            401  403  403  403  403  ok   ok   ok   ok   ok   ok   ok   403  ok   401  401
inviteConsultant       admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  ok   401  401
deactivateConsultant   admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  404  401  401
listKeys               admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  ok   401  401
createKey              admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  ok   401  401
revokeKey              admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  404  401  401

confirmSession         -                401  403  403  403  403  403  403  403  403  403  403  403  403  403  401  401
listSessions           -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
closeOtherSessions     -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
getSecondFactor        -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
beginSecondFactor      -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
confirmSecondFactor    -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
renewRecoveryCodes     -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
removeSecondFactor     -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
resetSecondFactor      -                401  403  403  403  403  403  403  403  403  ok   403  403  403  403  401  401

addMailDomain          admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  ok   401  401
listMailDomains        admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  ok   401  401
getMailDomain          admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  404  401  401
verifyMailDomain       admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  404  401  401
removeMailDomain       admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  404  401  401
setRelay               admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  ok   401  401
getRelay               admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  ok   401  401
removeRelay            admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  ok   401  401
testRelay              -                401  403  403  403  403  403  403  403  403  ok   403  403  403  403  401  401

setLogo                admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  ok   401  401
getLogo                admin            401  403  403  403  403  ok   ok   ok   ok   ok   ok   ok   403  ok   401  401
removeLogo             admin            401  403  403  403  403  403  403  403  403  ok   403  ok   403  ok   401  401
listCoverRules         admin            401  403  403  403  403  ok   ok   ok   ok   ok   ok   ok   403  ok   401  401
addCoverRule           admin            401  403  403  403  403  ok   403  ok   403  ok   404  ok   403  404  401  401
endCoverRule           admin            401  403  403  403  403  ok   403  ok   403  ok   404  ok   403  404  401  401
getBrandFile           -                404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404

listClients            interviews:write 401  403  403  403  403  ok   ok   ok   ok   403  ok   ok   403  ok   401  401
getClient              interviews:write 401  403  403  403  403  ok   ok   ok   ok   403  404  ok   403  404  401  401
changeClient           interviews:write 401  403  403  403  403  ok   ok   ok   403  403  404  ok   403  404  401  401
listClientContacts     interviews:write 401  403  403  403  403  ok   ok   ok   ok   403  ok   ok   403  ok   401  401
getClientContact       interviews:write 401  403  403  403  403  ok   ok   ok   ok   403  404  ok   403  404  401  401
changeClientContact    interviews:write 401  403  403  403  403  ok   ok   ok   403  403  404  ok   403  404  401  401
listCandidates         interviews:write 401  403  403  403  403  ok   ok   ok   ok   403  ok   ok   403  ok   401  401
listJobs               interviews:write 401  403  403  403  403  ok   ok   ok   ok   403  ok   ok   403  ok   401  401

listCalendarDays       interviews:write 401  403  403  403  403  ok   ok   ok   ok   ok   ok   ok   403  ok   401  401
addCalendarDay         interviews:write 401  403  403  403  403  403  403  ok   403  ok   403  ok   403  ok   401  401
removeCalendarDay      interviews:write 401  403  403  403  403  403  403  ok   403  ok   404  ok   403  404  401  401

putInterview           interviews:write 401  403  403  403  403  ok   ok   ok   403  403  ok   ok   403  ok   401  401
getInterviewByRef      interviews:write 401  403  403  403  403  ok   ok   ok   ok   403  ok   ok   403  ok   401  401
cancelInterviewByRef   interviews:write 401  403  403  403  403  ok   ok   ok   403  403  ok   ok   403  ok   401  401
createInterview        interviews:write 401  403  403  403  403  ok   ok   ok   403  403  ok   ok   403  ok   401  401
listInterviews         interviews:write 401  403  403  403  403  ok   ok   ok   ok   403  ok   ok   403  ok   401  401
getInterview           interviews:write 401  ok   ok   404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
moveInterview          interviews:write 401  403  403  403  403  ok   ok   ok   403  403  404  ok   403  404  401  401
cancelInterview        interviews:write 401  403  403  403  403  ok   ok   ok   403  403  404  ok   403  404  401  401
recordNoShow           interviews:write 401  403  403  403  403  ok   ok   ok   403  403  404  ok   403  404  401  401
inviteCandidate        interviews:write 401  403  403  403  403  ok   ok   ok   403  403  404  ok   403  404  401  401
matchPerson            letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
listPeopleMet          interviews:write 401  403  403  403  403  ok   ok   ok   ok   403  404  ok   403  404  401  401
addContactOfPerson     letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
unmatchPerson          letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
leavePerson            letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401

getCallBrief           debriefs:read    401  403  403  403  403  ok   ok   ok   ok   403  404  ok   403  404  401  401
noteClientCall         feedback:write   401  403  403  403  403  ok   ok   ok   403  403  404  ok   403  404  401  401
listClientCalls        feedback:write   401  403  403  403  403  ok   ok   ok   ok   403  404  ok   403  404  401  401
seeCallBrief           -                401  403  403  403  403  ok   ok   ok   ok   403  404  403  403  403  401  401
noteCallOnPage         -                401  403  403  403  403  ok   ok   ok   403  403  404  403  403  403  401  401
planCallOnPage         -                401  403  403  403  403  ok   ok   ok   403  403  404  403  403  403  401  401
skipCallOnPage         -                401  403  403  403  403  ok   ok   ok   403  403  404  403  403  403  401  401
getOwnUser             -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
changeOwnUser          -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
seeOwnUser             -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401
changeOwnUserOnPage    -                401  403  403  403  403  ok   ok   ok   ok   ok   ok   403  403  403  401  401

tellAttendance         interviews:write 401  ok   ok   404  404  ok   ok   ok   403  403  404  ok   403  404  401  401
listAttendance         interviews:write 401  ok   ok   404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401

getDebrief             debriefs:read    401  ok   ok   404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
saveDebriefDraft       -                401  ok   ok   404  404  403  403  403  403  403  403  403  403  403  401  401
getDebriefDraft        -                401  ok   403  404  404  403  403  403  403  403  403  403  403  403  401  401
submitDebrief          -                401  ok   ok   404  404  403  403  403  403  403  403  403  403  403  401  401
returnDebrief          letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
acceptDebrief          letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
getDebriefCompleteness debriefs:read    401  ok   ok   404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
listDebriefVersions    debriefs:read    401  ok   ok   404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
getDebriefVersion      debriefs:read    401  ok   403  404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
takeDebriefByTelephone letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
setDebriefProfile      letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
waiveDebrief           letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
declineDebrief         -                401  ok   ok   404  404  403  403  403  403  403  403  403  403  403  401  401
reopenDebrief          letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
addAddendum            -                401  ok   ok   404  404  403  403  403  403  403  403  403  403  403  401  401
addAddendumByTelephone letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
listAddenda            debriefs:read    401  ok   403  404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
getAddendum            debriefs:read    401  ok   403  404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
acceptAddendum         letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
returnAddendum         letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401

getClientSummary       letters:read     401  ok   403  404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
saveClientSummary      -                401  ok   403  404  404  403  403  403  403  403  403  403  403  403  401  401
submitClientSummary    -                401  ok   403  404  404  403  403  403  403  403  403  403  403  403  401  401

beginLetter            -                401  ok   ok   404  404  403  403  403  403  403  403  403  403  403  401  401
listLetters            letters:read     401  ok   ok   404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
getLetter              letters:read     401  ok   ok   404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
saveLetterDraft        -                401  ok   ok   404  404  403  403  403  403  403  403  403  403  403  401  401
submitLetter           -                401  ok   ok   404  404  403  403  403  403  403  403  403  403  403  401  401
returnLetter           letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
reopenLetter           -                401  ok   ok   404  404  403  403  403  403  403  403  403  403  403  401  401
listLetterVersions     letters:read     401  ok   403  404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
getLetterVersion       letters:read     401  ok   403  404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
getLetterCoverage      letters:read     401  ok   403  404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
suggestWording         letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
acceptSuggestion       -                401  ok   403  404  404  403  403  403  403  403  403  403  403  403  401  401
declineSuggestion      -                401  ok   ok   404  404  403  403  403  403  403  403  403  403  403  401  401
getLetterVersionDiff   letters:read     401  ok   403  404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401

listComments           -                401  ok   403  404  404  ok   ok   ok   ok   403  404  403  403  403  401  401
addComment             -                401  ok   ok   404  404  ok   403  ok   403  403  404  403  403  403  401  401
resolveComment         -                401  ok   403  404  404  ok   403  ok   403  403  404  403  403  403  401  401
reopenComment          -                401  ok   403  404  404  ok   403  ok   403  403  404  403  403  403  401  401
deleteComment          -                401  403  403  404  404  ok   403  403  403  403  404  403  403  403  401  401
uploadLetter           -                401  ok   ok   404  404  403  403  403  403  403  403  403  403  403  401  401
listLetterUploads      letters:read     401  ok   ok   404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
getLetterUpload        -                401  ok   ok   404  404  403  403  403  403  403  403  403  403  403  401  401
takeLetterUpload       -                401  ok   403  404  404  403  403  403  403  403  403  403  403  403  401  401

getDocument            letters:read     401  ok   403  404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
getDocumentPdf         letters:read     401  ok   403  404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
getDocumentWord        letters:read     401  ok   403  404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
getDocumentText        letters:read     401  ok   403  404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
giveConsent            -                401  ok   403  404  404  403  403  403  403  403  403  403  403  403  401  401
noteReadBack           letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
withdrawConsent        -                401  ok   403  404  404  403  403  403  403  403  403  403  403  403  401  401

approveLetter          letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
getSendWindow          letters:read     401  ok   403  404  404  ok   ok   ok   ok   403  404  ok   403  404  401  401
withdrawLetter         -                401  ok   403  404  404  403  403  403  403  403  403  403  403  403  401  401
doNotForwardLetter     letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
listDeliveries         letters:read     401  403  403  403  403  ok   ok   ok   ok   403  ok   ok   403  ok   401  401
getDelivery            letters:read     401  403  403  403  403  ok   ok   ok   ok   403  404  ok   403  404  401  401
cancelDelivery         letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
sendDeliveryNow        letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
rescheduleDelivery     letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
resolveDelivery        letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401

listReviewItems        letters:read     401  403  403  403  403  ok   ok   ok   ok   403  ok   ok   403  ok   401  401
countReviewItems       letters:read     401  403  403  403  403  ok   ok   ok   ok   403  ok   ok   403  ok   401  401
getReviewItem          letters:read     401  403  403  403  403  ok   ok   ok   ok   403  404  ok   403  404  401  401
claimReviewItem        letters:decide   401  403  403  403  403  ok   ok   ok   403  403  404  ok   403  404  401  401
releaseReviewItem      letters:decide   401  403  403  403  403  ok   ok   ok   403  403  404  ok   403  404  401  401
assignReviewItem       letters:decide   401  403  403  403  403  ok   403  ok   403  403  404  ok   403  404  401  401
listAudit              audit:read       401  403  403  403  403  403  403  ok   ok   403  403  ok   403  ok   401  401

exportPerson           -                401  403  403  403  403  403  403  403  ok   403  403  403  403  403  401  401
listPersonExports      -                401  403  403  403  403  403  403  403  ok   403  403  403  403  403  401  401
getPersonExport        -                401  403  403  403  403  403  403  403  ok   403  403  403  403  403  401  401
getPersonExportArchive -                401  403  403  403  403  403  403  403  ok   403  403  403  403  403  401  401
getErasure             -                401  403  403  403  403  403  403  403  ok   403  403  403  403  403  401  401
erasePerson            -                401  403  403  403  403  403  403  403  ok   403  403  403  403  403  401  401
listHolds              -                401  403  403  403  403  403  403  403  ok   403  403  403  403  403  401  401
placeHold              -                401  403  403  403  403  403  403  403  ok   403  403  403  403  403  401  401
getHold                -                401  403  403  403  403  403  403  403  ok   403  403  403  403  403  401  401
releaseHold            -                401  403  403  403  403  403  403  403  ok   403  403  403  403  403  401  401

getPrivacyNotice       interviews:write 401  ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   403  ok   401  401
listPrivacyNotices     admin            401  403  403  403  403  ok   ok   ok   ok   ok   ok   ok   403  ok   401  401
getPrivacyNoticeOfAgency -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
openPrivacyNotice      -                ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok   ok
"""

PAGES = frozenset(
    {
        "seeDebrief",
        "seeDebriefSent",
        "checkDebrief",
        "sendDebrief",
        "askDebriefDecline",
        "sendDebriefDecline",
        "seeDebriefTopic",
        "saveDebriefTopic",
        "seeStatus",
        *("seeNewInformation", "addNewInformation", "seeAdded", "seeOwnData", "seeAsked"),
        *("seeAttendance", "tellAttendanceOnPage", "seeBefore", "getCalendarEntry", "seeOwnLink", "mailOwnLink"),
        *("stay", "seeNotMe", "disownLink", "leaveDevice"),
        *("listMyLetters", "chooseLetter", "startLetter", "composeLetter", "keepLetter", "checkLetter", "sendLetter"),
        *("seeLetterSent", "talkAboutLetter", "writeLetterAnew", "chooseWordFile", "sendWordFile", "seeWordFile"),
    }
)
"""Pages of a candidate's own interview: by either kind of link, and for nobody else."""
PAGES_BY_OWN_LINK = frozenset(
    {
        "seeKept",
        "putKeptBack",
        "throwKeptAway",
        *("useWordText", "seeSuggestion", "answerSuggestion", "seeLetterVersions", "seeLetterChange"),
        *("markSummary", "sendSummary"),
        *("seeAgreement", "agreeToLetter", "seeAgreed", "seeWithdrawal", "withdrawByPage", "seeWithdrawn"),
        *("seeDocumentPage", "downloadOwnWords", "askAboutOwnData"),
    }
)
"""Pages that show something stored or agree to something: by a link that the service sent."""
_PAGE = ["401", "ok", "ok", "404", "404", "403", "403", "403", "403", "403", "403", "403", "403", "403", "401", "401"]


@dataclass(frozen=True)
class Line:
    """What the table says of one route."""

    route: str
    scope: str | None
    outcomes: dict[str, str]


def lines() -> dict[str, Line]:
    """Read the table; raises ValueError for a line that has not a cell for each actor."""
    rows = [row.split() for row in TABLE.strip().splitlines()[1:] if row]
    pages = {name: Line(name, None, dict(zip(ACTORS, _PAGE, strict=True))) for name in PAGES | PAGES_BY_OWN_LINK}
    for name in PAGES_BY_OWN_LINK:
        pages[name].outcomes["returned"] = "403"
    return pages | {
        name: Line(name, None if scope == "-" else scope, dict(zip(ACTORS, cells, strict=True)))
        for name, scope, *cells in rows
    }
