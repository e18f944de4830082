/// What stands in a message instead of a text that may be a secret.
let hiddenText = "a text that is not shown here"

/// True for a URL with a user (`https://user:password@host`, also without `//`) and for a secret beside its name (`password=…`,
/// `token: …`, as in a query or a connection string).
///
/// Messages cut texts far before the 2,000 characters that are looked at.
func mayHoldSecret(_ text: String) -> Bool {
  let form = /\/\/[^\/?#]*@|:[^\/\s]*@|(?i:password|passwd|pwd|passphrase|secret|token|key|sig|sign|signature)["']?\s*[=:]\s*[^\s{]/
  return String(text.unicodeScalars.prefix(2000)).contains(form.matchingSemantics(.unicodeScalar))
}

/// True when the last thing before a token is a key whose value may be a secret.
func expectsSecret(_ before: ArraySlice<Unicode.Scalar>) -> Bool {
  String(String.UnicodeScalarView(before.suffix(200))).contains(/(?i:password|passphrase|bearer|key|secret|token)["']?\s*:\s*$/)
}
