import Faults
import Glibc

/// Makes a system call that reports failure by -1, again while signals interrupt it.
///
/// `effect`: what it does to the disk, if anything; `from`: the other name of a rename to `path`. Returns the call's result; throws a
/// `FileFailure` with the call's `errno` otherwise.
@discardableResult
func attempt<Result: SignedInteger>(
  _ operation: String, _ path: String, remedy: String? = nil, effect: Effect? = nil, from: String? = nil, _ call: () -> Result
) throws(FileFailure) -> Result {
  if let effect { try begin(effect, operation, path, from: from) }
  while true {
    let result = call()
    if result != -1 { return result }
    let code = errno
    if code != EINTR { throw FileFailure(operation: operation, path: path, code: code, remedy: remedy) }
  }
}

/// Names an effect right before it is done; throws where a plan of faults says that it fails.
func begin(_ effect: Effect, _ operation: String, _ path: String, from: String? = nil) throws(FileFailure) {
  do throws(InjectedFault) {
    try Effect.at(effect, from ?? path, to: from == nil ? nil : path)
  } catch {
    throw FileFailure(operation: operation, path: path, code: error.code)
  }
}
