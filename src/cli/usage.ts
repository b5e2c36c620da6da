/**
 * What `--help` prints.
 */
export const usage = `Why won't mail deliver to this host?

  starttls-probe HOST [options]     a domain, an e-mail address, or '[mx.example.net]'
  starttls-probe cert FILE --host H [options]
                                    a certificate not deployed yet: a PEM chain (- for standard input),
                                    as mail host H would show it
  starttls-probe senders [ID]       the senders that are predicted, and their sources
  starttls-probe rules [ID]         what is checked, and who must act

  --json                     everything, as one JSON document
  --full                     every version, suite, group and certificate of each server, and its known weaknesses:
                             up to 64 connections an address
  --port N                   25 (default), or 465 or 587 for submission
  --senders A,B              only these senders
  --resolver URL             DoH resolver; may be given again: asked in this order
  --dnssec-test A,B          do the resolvers validate? A is signed, B signed wrongly; or off
  --roots FILE               trust the certificates in this PEM file, too
  --ehlo NAME                how the probe names itself
  --timeout SECONDS          for the whole probe (default 30; with --full 120)
  --observation FILE         write down what was measured
  --replay FILE              judge what was measured before; no network
  --at TIME                  judge as of this ISO 8601 time
  --known-policy FILE        an MTA-STS policy of the domain from before: has it changed, does it still bind?
  --known-policy-id ID       the id that the _mta-sts record had then
  --known-policy-at TIME     when it was fetched (default: now)
  --allow-special-addresses  dial private and loopback addresses (labs)
  --help                     this text
  --version

Exit status: 0 ok, 1 degraded, 2 failing, 3 indeterminate, 64 usage, 70 our own fault.
Of cert: 0 notices at most, 1 a warning, 2 an error among the findings.
`;
