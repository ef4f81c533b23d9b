package survey

// ActKinds lists all kinds, those of one subject beside each other.
var ActKinds = []ActKind{
	ActQuestionnairePublished, ActDraftAdded, ActDraftChanged, ActDraftUndone, ActDraftRemoved, ActUnitsPut, ActRosterChanged,
	ActPollCreated, ActPollChanged, ActPollDeleted, ActPollOpened, ActPollProlonged, ActPollClosed, ActPollPublished, ActPollArchived,
	ActReleaseMade,
	ActCodesIssued, ActCodesReplaced, ActCodesVoided, ActCodesFailed, ActBundlesIssued, ActBundlesRecalled,
	ActAssignmentsDrawn, ActAssignmentsEdited, ActAssignmentsSent,
	ActNominationsCalled, ActNominationsEnded, ActNominated,
	ActPaperAdded, ActPaperCorrected, ActPaperRemoved, ActPaperSettled, ActPaperHandedIn, ActPaperFinal,
	ActCommentsDrawn, ActCommentsReviewed, ActCommentsReleased, ActOpinionsEdited,
	ActProblemsDrafted, ActProblemChanged, ActOrderDrafted, ActOrderChanged, ActOrderDropped, ActOrderIssued, ActTaskMoved, ActLedgerImported, ActTemplateChanged,
	ActPointPut, ActReviewTaken, ActReviewsImputed, ActCaseOpened, ActCaseMoved, ActCasesImported, ActCaseRules, ActContactRead, ActContactsErased, ActAgendaPut,
	ActFileAdded, ActFileRemoved, ActSupervised,
	ActProjectOffered, ActProjectMoved, ActProjectsImported,
	ActAwardAdded, ActAwardChanged, ActAwardMoved,
	ActListMade, ActListChanged, ActListDropped,
	ActSchemePut, ActPointStep, ActPointsImported, ActPointsPublished, ActPointsObjected, ActPointsDecided, ActAppraised, ActGradeDecided, ActGradeAgreed, ActAppraisalShown,
	ActSetupMade, ActSetupClaimed, ActAccountAdded, ActPasswordChanged, ActAccountDisabled, ActAccountEnabled,
	ActGrantAdded, ActGrantRemoved, ActTokenMade, ActTokenRevoked,
	ActSignedIn, ActSignInFailed,
	ActSecondGiven, ActSessionEnded, ActSessionsEnded, ActFactorSet, ActFactorRemoved, ActRecoveryMade, ActRecoveryUsed,
	ActInvited, ActInvitationWithdrawn, ActInvitationAccepted, ActIdentityLinked, ActIdentityUnlinked,
	ActHookAdded, ActHookChanged, ActHookSecret, ActHookRemoved,
	ActChannelPut, ActChannelRemoved, ActTextPut, ActTextRemoved, ActMailingPlanned, ActMailingStopped, ActRecipientsPut,
	ActRecipientRemoved, ActRecipientsRemoved,
	ActBackupMade, ActBackupRestored,
}
