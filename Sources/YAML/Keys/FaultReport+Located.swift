extension FaultReport {
    /// Adds a fault at the place of the first of these that is given.
    package mutating func add(_ message: String, at keys: any Located...) {
        add(message, at: keys.compactMap(\.place.origin).first)
    }

    /// An error at the place of the first of these that is given.
    package func error(_ message: String, at keys: [any Located]) -> DocumentError {
        DocumentError(place: (keys.compactMap(\.place.origin).first ?? start).place(in: path), message: message)
    }
}
