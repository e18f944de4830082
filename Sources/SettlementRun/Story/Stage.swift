/// The parts of a day's run, in their order. A job names each as it begins, for whoever measures it.
public enum Stage: String, Sendable, CaseIterable {
  /// What is remote into the archive.
  case pulling = "pull"
  case reading = "read"
  case takingIn = "take-in"
  case settling = "settle"
  case reconciling = "reconcile"
  case recording = "record"
  case committing = "ledger-commit"
  /// The short lists, and the lines of every statement gathered.
  case drafting = "publish-drafts"
  /// Postings and workbooks, side by side.
  case files = "publish-files"
}
