import CCurl

extension EasyHandle {
  /// How an SSH server is known, and who we are there: with a key, or with a password.
  func setSSH(_ trust: Trust, _ authentication: Authentication) throws(CurlRefusal) {
    // libcurl would reuse a connection without comparing the pins of the two requests.
    try set(CURLOPT_FRESH_CONNECT, 1)
    try set(CURLOPT_FORBID_REUSE, 1)
    if let pin = trust.hostKeyPin {
      try set(CURLOPT_SSH_HOST_PUBLIC_KEY_SHA256, String(pin.dropFirst(7)))
    } else {
      try set(CURLOPT_SSH_KNOWNHOSTS, trust.knownHostsFile)
    }
    switch authentication {
    case .privateKey(let user, let file, let passphrase):
      try set(CURLOPT_SSH_AUTH_TYPES, Int(CURLSSH_AUTH_PUBLICKEY))
      try set(CURLOPT_USERNAME, user)
      try set(CURLOPT_SSH_PRIVATE_KEYFILE, file)
      try set(CURLOPT_SSH_PUBLIC_KEYFILE, "")  // derived from the private key
      try set(CURLOPT_KEYPASSWD, passphrase?.revealed ?? "")
    case .password(let user, let password):
      try set(CURLOPT_SSH_AUTH_TYPES, Int(CURLSSH_AUTH_PASSWORD | CURLSSH_AUTH_KEYBOARD))
      try set(CURLOPT_USERNAME, user)
      try set(CURLOPT_PASSWORD, password.revealed)
    case .none, .bearer, .netrc, .signed: preconditionFailure("a request for an SSH server was checked before")
    }
  }
}
