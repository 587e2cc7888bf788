import Dashboard

extension Signature {
    /// A signature that no other screen has.
    static func ofThisScreen() -> Signature {
        Signature(session: String(UInt64.random(in: .min ... .max), radix: 36))
    }
}
