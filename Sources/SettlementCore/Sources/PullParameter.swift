/// What a pull tells its source about the run: a parameter of a query, or a word in braces in a path.
public enum PullParameter: String, Sendable, CaseIterable {
  /// The largest value seen by earlier pulls less the overlap, or the start.
  case watermark
  /// The business day, `yyyy-MM-dd`.
  case date
  /// The begin and the end of the business day, as timestamps with offset; the end is the next day's begin.
  case dayStart = "day-start"
  case dayEnd = "day-end"
}
