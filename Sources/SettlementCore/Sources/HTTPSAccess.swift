/// A statement on an HTTPS server.
public struct HTTPSAccess: Sendable {
  /// A PEM file with the authorities to trust; nil: the system's.
  public let authorities: String?
  public let authentication: HTTPAuthentication?
  public let followsRedirects: Bool
  /// Not nil: the URL answers where the bill is.
  public let question: BillQuestion?

  public init(
    authorities: String? = nil, authentication: HTTPAuthentication? = nil, followsRedirects: Bool = false, question: BillQuestion? = nil
  ) {
    self.authorities = authorities
    self.authentication = authentication
    self.followsRedirects = followsRedirects
    self.question = question
  }
}
