extension StartingConfiguration {
  static let agreement = #"""
    # Who gets what of one bundle. Amounts are quoted, in yuan; percentages are quoted too.
    bundle: VIDEO-AND-MORE                   # as orders name it
    title: 影视联合月卡
    currency: CNY
    versions:
      # An order takes the newest version in force on the day it was paid, and keeps it. A version that has split an order never changes:
      # what is new goes into a version with a later date.
      - effective: 2026-01-01
        base: paid                           # paid | net (paid - fee) | list [paid]
        rounding: half-up                    # half-up | half-even | down [half-up]
        allow-loss: false                    # may the remainder be negative? [false]
        refund: ratio                        # ratio | unused-first [ratio]
        shares:                              # from top to bottom
          - {to: video, entitlement: video-month, fixed: "15.00"}              # held (待结) until the unit is redeemed
          - {to: video, entitlement: video-ticket, units: 4, percent: "12", expires-after: 365d, on-expiry: remainder}
          - {to: "@channel", percent: "5", of: rest, max: "20.00"}             # no entitlement: earned (已结) at once
          - {to: platform, remainder: true}

    """#

  static let partner = #"""
    # A party of an agreement: when it is settled, and where its own statement is. Every `to:` but platform and "@channel" has a file.
    partner: video                           # a-z, 0-9, _ and -
    title: 影视
    period: month                            # day | week | half-month | month | quarter [month]
    # zone: Asia/Tokyo                       # in which the days of its statements are counted [the configuration's]
    # cut-off: "23:00"                       # when such a day ends: 23:00 of 31 March is 1 April for it ["24:00"]
    minimum-payout: "100.00"                 # below it the balance is carried forward ["0"]
    settle: ours                             # ours | theirs | lower | hold: what a statement shows while a difference is open [ours]
    statement:                               # absent: it sends none, nothing is reconciled
      url: "file:statements/video/{date}.csv"
      matches: redemptions                   # redemptions: one claim per unit | orders: a bill [redemptions]
      on: [reference]                        # reference, order_id, item: the columns that name a line [reference]
      grace: 2d                              # so long an unmatched line is in transit (在途) [2d]
      tolerance: {absolute: "0.00", percent: "0", side: both}   # both | under | over

    # --- variant of statement: an SFTP server
    # statement:
    #   url: "sftp://files.partner.example:22/out/{date}.csv"
    #   user: qingfen
    #   key: keys/partner_ed25519              # a private key, Ed25519 or ECDSA; or password: {env: NAME}
    #   passphrase: {credential: partner-key}  # absent: the key is not encrypted
    #   host-key: "SHA256:BJ3yZVfBsC4mgN0X2uHq7eKkYp1tLr6WdRa9iOz8FvM"   # what ssh-keygen -lf shows; or known-hosts: a file
    #   deadline: 30m                          # [30m]
    #   maximum-bytes: 2000000000              # [2000000000]
    #   matches: redemptions
    #   on: [reference]
    # ---

    # --- variant of statement: an FTPS server, ftps: with TLS from the start, ftpes: with AUTH TLS
    # statement:
    #   url: "ftpes://files.partner.example/out/{date}.csv"
    #   user: qingfen
    #   password: {env: PARTNER_PASSWORD}
    #   ca: certs/partner-ca.pem               # [the system's authorities]
    #   proof: {trailer: "<END>"}              # the last line, which shows that the file is whole; or length [length], none, {hash: URL}
    #   matches: redemptions
    #   on: [reference]
    # ---

    # --- variant of statement: an HTTPS server
    # statement:
    #   url: "https://files.partner.example/out/{date}.csv"
    #   auth: {basic: {user: qingfen, password: {env: PARTNER_PASSWORD}}}
    #   redirects: false                       # [false]
    #   proof: {hash: "https://files.partner.example/out/{date}.csv.sha256"}
    #   matches: redemptions
    #   on: [reference]
    # ---

    # --- variant of statement: two steps, first the question where the bill is
    # statement:
    #   url: "https://api.partner.example/bill?bill_date={date}"
    #   auth: {bearer: {env: PARTNER_TOKEN}}
    #   ask:
    #     link: /download_url                  # JSON pointers into the answer
    #     hash: /hash_value
    #     hash-type: /hash_type                # or {is: sha1}; md5, sha1, sha256
    #     empty: {at: /code, is: [NO_BILL_EXIST]}     # there is none: an empty statement
    #     waiting: {at: /code, is: [BILL_CREATING]}   # not ready yet
    #     link-hosts: [files.partner.example]  # where the link may lead [the host of url]
    #   matches: orders
    #   on: [reference]
    # ---

    """#
}
