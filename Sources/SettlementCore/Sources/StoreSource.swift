/// Where the store's feeds are: `store:` of the configuration (SPEC §12).
public enum StoreSource: Sendable {
  case folder(FolderStore)
  case postgres(PostgresStore)
  case http(HTTPStore)

  /// The zone of timestamps without offset.
  public var zone: String {
    switch self {
    case .folder(let store): store.zone
    case .postgres(let store): store.zone
    case .http(let store): store.zone
    }
  }
}
