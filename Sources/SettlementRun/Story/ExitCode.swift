/// How a command ends (SPEC §9).
public enum ExitCode: Int32, Sendable {
  case allMatched = 0
  case internalError = 1
  case openDiscrepancies = 2
  case sourceMissing = 3
  case configurationInvalid = 10
  case locked = 11
  case sourcesUnreachable = 12
  case storageFailed = 13
  case integrityBroken = 14
}
