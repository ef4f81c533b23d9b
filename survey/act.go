package survey

// An Act is something that was done to what people administer. It never holds
// a secret, an answer, the text of a comment, or a code, and nothing of the way
// of a ballot is one.
type Act struct {
	Kind   ActKind
	Object string            // id of what it was done to; a poll or unit stands in its own field
	Poll   string            // "": no poll
	Unit   string            // "": no unit
	Detail map[string]string // small; numbers in decimal
}

// An ActKind says what was done.
type ActKind string

// The kinds.
const (
	ActQuestionnairePublished ActKind = "questionnaire.published" // object: id; version, hash
	ActDraftAdded             ActKind = "draft.added"             // object: id of the draft
	ActDraftChanged           ActKind = "draft.changed"           // object: id of the draft; revision
	ActDraftUndone            ActKind = "draft.undone"            // object: id of the draft; revision
	ActDraftRemoved           ActKind = "draft.removed"           // object: id of the draft
	ActUnitsPut               ActKind = "units.put"               // unit: where it was one; added, changed: numbers; ids: the first of them
	ActRosterChanged          ActKind = "roster.changed"          // object: person, where it was one; added, changed, gone: numbers, who it was is not said

	ActPollCreated   ActKind = "poll.created"
	ActPollChanged   ActKind = "poll.changed" // fields: which
	ActPollDeleted   ActKind = "poll.deleted" // a draft
	ActPollOpened    ActKind = "poll.opened"
	ActPollProlonged ActKind = "poll.prolonged" // closes
	ActPollClosed    ActKind = "poll.closed"
	ActPollPublished ActKind = "poll.published"
	ActPollArchived  ActKind = "poll.archived"
	ActReleaseMade   ActKind = "release.made" // hash: SHA-256 of the document

	// Codes lie in the database of ballots, which no transaction spans together
	// with the log: what is to be done is noted before, so that nothing goes
	// unnoted, and ActCodesFailed after, where it was not done.
	ActCodesIssued   ActKind = "codes.issued"   // group, codes: their number
	ActCodesReplaced ActKind = "codes.replaced" // group, codes: of the new batch
	ActCodesVoided   ActKind = "codes.voided"   // group, codes
	ActCodesFailed   ActKind = "codes.failed"   // what: the kind that came to nothing
	ActBundlesIssued ActKind = "bundles.issued" // raters, codes: numbers

	ActBundlesRecalled ActKind = "bundles.recalled" // before the poll opened; codes: their number

	ActAssignmentsDrawn  ActKind = "assignments.drawn"  // sheets: their number
	ActAssignmentsEdited ActKind = "assignments.edited" // sheets
	ActAssignmentsSent   ActKind = "assignments.sent"   // who evaluates whom is kept no longer

	ActNominationsCalled ActKind = "nominations.called" // people: how many are asked
	ActNominationsEnded  ActKind = "nominations.ended"
	ActNominated         ActKind = "nominations.made" // nominate, remove, approve, decline: numbers; nobody's name

	ActPaperAdded     ActKind = "paper.added"     // object: number; eligible, issued, returned
	ActPaperCorrected ActKind = "paper.corrected" // object: number; eligible, issued, returned
	ActPaperRemoved   ActKind = "paper.removed"   // object: number
	ActPaperSettled   ActKind = "paper.settled"   // object: number; both entries agree, handing in begins
	ActPaperHandedIn  ActKind = "paper.handed_in" // object: number
	ActPaperFinal     ActKind = "paper.final"     // no more paper of the poll; left_out: number of batches

	ActCommentsDrawn    ActKind = "comments.drawn"    // lists: their number
	ActCommentsReviewed ActKind = "comments.reviewed" // published, withheld, waiting: ids
	ActCommentsReleased ActKind = "comments.released" // object: number of the release
	ActOpinionsEdited   ActKind = "opinions.edited"   // object: question; opinions: their number; shown

	ActProblemsDrafted ActKind = "problems.drafted" // problems: their number
	ActProblemChanged  ActKind = "problem.changed"  // object: problem; state
	ActOrderDrafted    ActKind = "order.drafted"    // object: order; tasks: their number
	ActOrderChanged    ActKind = "order.changed"    // object: order
	ActOrderDropped    ActKind = "order.dropped"    // object: order, a draft
	ActOrderIssued     ActKind = "order.issued"     // object: order; number, tasks
	ActTaskMoved       ActKind = "task.moved"       // object: task; do, from, to
	ActLedgerImported  ActKind = "ledger.imported"  // added, changed: numbers of tasks
	ActTemplateChanged ActKind = "template.changed" // object: kind of documents; lang, default: back to the text that Minping brings along
	ActFileAdded       ActKind = "file.added"       // object: file; task, hash
	ActFileRemoved     ActKind = "file.removed"     // object: file; task, hash
	ActSupervised      ActKind = "unit.supervised"  // object: record; step

	ActPointPut       ActKind = "point.put"       // object: service point
	ActReviewTaken    ActKind = "review.taken"    // object: review; grade; entered by an account, and no case
	ActReviewsImputed ActKind = "reviews.imputed" // reviews: their number
	ActCaseOpened     ActKind = "case.opened"     // object: case; kind
	ActCaseMoved      ActKind = "case.moved"      // object: case; do, from, to
	ActCasesImported  ActKind = "cases.imported"  // cases, reviews, matters: numbers
	ActCaseRules      ActKind = "case.rules"      // deadlines, holidays and the like
	ActContactRead    ActKind = "contact.read"    // object: case; what it says is not said
	ActAgendaPut      ActKind = "agenda.put"      // object: account; weekly, feed
	ActContactsErased ActKind = "contacts.erased" // contacts: their number

	ActListMade        ActKind = "candidates.made"    // object: candidate list; units: their number
	ActListChanged     ActKind = "candidates.changed" // object: candidate list; units
	ActListDropped     ActKind = "candidates.dropped" // object: candidate list
	ActSchemePut       ActKind = "scheme.put"         // object: scheme; hash of its file
	ActPointStep       ActKind = "points.step"        // object: entry; do, scheme
	ActPointsImported  ActKind = "points.imported"    // entries: their number; scheme
	ActPointsPublished ActKind = "points.published"   // object: publication; scheme, from, to, cards
	ActPointsObjected  ActKind = "points.objected"    // object: objection; publication
	ActPointsDecided   ActKind = "points.decided"     // object: objection; publication, state
	ActAppraised       ActKind = "appraisal.made"     // object: appraisal; scheme, hash
	ActGradeDecided    ActKind = "appraisal.grade"    // object: appraisal; grade
	ActGradeAgreed     ActKind = "appraisal.agree"    // object: appraisal; grade
	ActAppraisalShown  ActKind = "appraisal.shown"    // object: appraisal; shown

	ActProjectOffered   ActKind = "project.offered"   // object: project; unit: below which
	ActProjectMoved     ActKind = "project.moved"     // object: project; do, from, to
	ActProjectsImported ActKind = "projects.imported" // added, changed: numbers of projects

	ActAwardAdded   ActKind = "award.added"   // object: award; unit: below which
	ActAwardChanged ActKind = "award.changed" // object: award
	ActAwardMoved   ActKind = "award.moved"   // object: award; do, from, to

	ActDutyAdded    ActKind = "duty.added"    // object: review of duty reports; unit: below which
	ActDutyChanged  ActKind = "duty.changed"  // object: review
	ActDutyMoved    ActKind = "duty.moved"    // object: review; do, from, to
	ActDutyReported ActKind = "duty.reported" // object: review; unit: whose report; do, from, to

	ActSetupMade       ActKind = "setup.made"
	ActSetupClaimed    ActKind = "setup.claimed"    // object: account; name
	ActAccountAdded    ActKind = "account.added"    // object: account; name
	ActPasswordChanged ActKind = "account.password" // object: account; name
	ActAccountDisabled ActKind = "account.disabled" // object: account; name
	ActAccountEnabled  ActKind = "account.enabled"  // object: account; name
	ActGrantAdded      ActKind = "grant.added"      // object: account; grant, role, ends
	ActGrantRemoved    ActKind = "grant.removed"    // object: account; grant, role, ends
	ActTokenMade       ActKind = "token.made"       // object: token; account, label, role, expires
	ActTokenRevoked    ActKind = "token.revoked"    // object: token; account, label

	ActSignedIn     ActKind = "signin.done"   // object: account; by: password or provider; second: whether the second factor was given too
	ActSignInFailed ActKind = "signin.failed" // a password, or a code after it; object: account, "": no such name; more: attempts before that have no entry

	ActSecondGiven   ActKind = "signin.second"  // object: account; the second factor after the password
	ActSessionEnded  ActKind = "session.ended"  // object: account
	ActSessionsEnded ActKind = "sessions.ended" // object: account; all others of it
	ActFactorSet     ActKind = "factor.set"     // object: account
	ActFactorRemoved ActKind = "factor.removed" // object: account
	ActRecoveryMade  ActKind = "recovery.made"  // object: account
	ActRecoveryUsed  ActKind = "recovery.used"  // object: account

	ActInvited             ActKind = "invitation.made"      // object: account; name, new: whether it has no password yet, factor: whether its second factor goes
	ActInvitationWithdrawn ActKind = "invitation.withdrawn" // object: account
	ActInvitationAccepted  ActKind = "invitation.accepted"  // object: account
	ActIdentityLinked      ActKind = "identity.linked"      // object: account; issuer
	ActIdentityUnlinked    ActKind = "identity.unlinked"    // object: account; issuer

	ActHookAdded   ActKind = "webhook.added"   // object: hook; label, host, state
	ActHookChanged ActKind = "webhook.changed" // object: hook; label, host, state
	ActHookSecret  ActKind = "webhook.secret"  // object: hook; it has a new secret
	ActHookRemoved ActKind = "webhook.removed" // object: hook

	ActChannelPut        ActKind = "channel.put"       // object: channel; name, kind
	ActChannelRemoved    ActKind = "channel.removed"   // object: channel
	ActTextPut           ActKind = "text.put"          // object: kind of message; lang
	ActTextRemoved       ActKind = "text.removed"      // object: kind of message; lang
	ActMailingPlanned    ActKind = "mailing.planned"   // object: mailing; kind, when, group
	ActMailingStopped    ActKind = "mailing.stopped"   // object: mailing
	ActRecipientsPut     ActKind = "recipients.put"    // recipients: their number; anew: in place of those before
	ActRecipientRemoved  ActKind = "recipient.removed" // who it was is not said
	ActRecipientsRemoved ActKind = "recipients.removed"

	ActBackupMade     ActKind = "backup.made"     // object: its name; replaced, dropped: numbers
	ActBackupRestored ActKind = "backup.restored" // object: the day of the backup
)
