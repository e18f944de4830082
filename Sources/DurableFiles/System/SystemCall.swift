import Glibc

/// Makes a system call that reports failure by -1, again while signals interrupt it.
///
/// Returns the call's result; throws a `FileFailure` with the call's `errno` otherwise.
@discardableResult
func attempt<Result: SignedInteger>(
  _ operation: String, _ path: String, remedy: String? = nil, _ call: () -> Result
) throws(FileFailure) -> Result {
  while true {
    let result = call()
    if result != -1 { return result }
    let code = errno
    if code != EINTR { throw FileFailure(operation: operation, path: path, code: code, remedy: remedy) }
  }
}
