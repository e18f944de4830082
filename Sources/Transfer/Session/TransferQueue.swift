import Synchronization

/// The files of one call: handed out in their order, results kept by their places.
final class TransferQueue: Sendable {
  typealias File = (request: FileRequest, sink: any TransferSink)

  private let files: [File]
  private let state: Mutex<(next: Int, results: [Result<TransferReceipt, TransferFailure>?])>

  init(_ files: [File]) {
    self.files = files
    state = Mutex((0, Array(repeating: nil, count: files.count)))
  }

  func next() -> (place: Int, file: File)? {
    let place = state.withLock { state in
      defer { state.next += 1 }
      return state.next
    }
    return place < files.count ? (place, files[place]) : nil
  }

  func finish(_ place: Int, _ result: Result<TransferReceipt, TransferFailure>) {
    state.withLock { $0.results[place] = result }
  }

  /// For a file of which nothing was sent.
  func fail(_ place: Int, _ fault: Fault) {
    let request = files[place].request
    let location = request.shownAs ?? (try? Address(request.url))?.shown ?? "the URL of this source"
    finish(place, .failure(fault.failure(of: request, at: location, attempts: 0, waited: .zero, ending: .atOnce)))
  }

  /// All results, once every file that was handed out has its own.
  var results: [Result<TransferReceipt, TransferFailure>] { state.withLock { $0.results.map { $0! } } }
}
