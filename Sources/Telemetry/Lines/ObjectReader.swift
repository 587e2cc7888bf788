import Glibc

/// Reads the objects of lines, counts faults, and sets the steps' clock.
struct ObjectReader: Sendable {
    /// Objects looked for in a line that is none as a whole.
    private static let attempts = 256

    var report = ReadingReport()
    /// Nil leaves the times of the steps as they are.
    private var clock: RunClock?
    private var memory: LineMemory

    init(memory: LineMemory, clock: RunClock?) { (self.memory, self.clock) = (memory, clock) }

    mutating func read(
        _ bytes: UnsafeRawBufferPointer,
        line: Int,
        arrival: Double?,
        _ receiver: inout some EventReceiver
    ) {
        guard let fault = unsafe readObject(bytes, line, arrival, &receiver).fault else { return }
        // A blank line is none; a progress bar leaves carriage returns alone.
        guard unsafe !bytes.allSatisfy({ $0 == 32 || (9...13).contains($0) }) else { return }
        guard fault == .notJSON else { return report.count(fault, line: line) }
        let found = unsafe search(bytes, line, arrival, &receiver)
        if found.events == 0 { return unsafe report.count(found.fault ?? Self.syntaxFault(bytes, found), line: line) }
        if found.hasTornRecord { report.count(.cut, line: line) }
    }

    /// Reads bytes as one object.
    ///
    /// - Returns: what is wrong with them, nil when they are a line of the format; and how many events it held.
    private mutating func readObject(
        _ bytes: UnsafeRawBufferPointer,
        _ line: Int,
        _ arrival: Double?,
        _ receiver: inout some EventReceiver
    ) -> (fault: LineFault?, events: Int) {
        var record = StepRecord.unread
        var faults = FieldFaults()
        var count = 1
        do throws(JSONScanner.Malformed) {
            let said = try unsafe LineDecoder.read(bytes, &record, &memory, &faults) {
                clock?.seconds($0, arrival: arrival) ?? $0
            }
            switch said {
            case nil:
                receiver.receive(step: record)
            case .event(let event):
                receiver.receive(event)
            case .events(let events):
                count = events.count
                for event in events { receiver.receive(event) }
            case .unknown:
                count = 0
                report.countUnknown()
            case .command, .broken: count = 0
            }
            if !faults.faults.isEmpty { report.count(faults, line: line) }
            return (nil, count)
        } catch {
            return (error.fault, 0)
        }
    }

    // MARK: Lines that are no object as a whole

    private struct Found {
        var events = 0
        /// Why the last object found is not an event.
        var fault: LineFault?
        /// True when an object ran to the end of the line and was not closed.
        var isOpen = false
        /// True when what lies between the objects began as a record.
        var hasTornRecord = false
    }

    /// Looks for whole objects within a line: behind a progress bar, behind a torn record, one behind the other.
    private mutating func search(
        _ line: UnsafeRawBufferPointer,
        _ number: Int,
        _ arrival: Double?,
        _ receiver: inout some EventReceiver
    ) -> Found {
        var found = Found()
        var place = 0
        // Scanning again and again what does not close would take the square of a hostile line's length.
        var patience = 4 * line.count + 4096
        var attempts = Self.attempts
        var end = 0
        while let open = unsafe Self.place(of: UInt8(ascii: "{"), in: line, from: place), attempts > 0, patience > 0 {
            attempts -= 1
            let rest = unsafe UnsafeRawBufferPointer(rebasing: line[open...])
            var scanner = unsafe JSONScanner(rest)
            let isWhole = (try? scanner.skipValue()) != nil
            patience -= scanner.position
            found.isOpen = found.isOpen || !isWhole && scanner.position >= rest.count
            place = open + 1
            guard isWhole, unsafe Self.mayBeRecord(line, at: open) else { continue }
            let object = unsafe UnsafeRawBufferPointer(rebasing: rest[..<scanner.position])
            let count: Int
            (found.fault, count) = unsafe readObject(object, number, arrival, &receiver)
            place = open + scanner.position
            guard count > 0 else { continue }
            found.events += count
            found.hasTornRecord = unsafe found.hasTornRecord || Self.beginsRecord(in: line[end..<open])
            end = place
        }
        found.hasTornRecord = unsafe found.hasTornRecord || Self.beginsRecord(in: line[end...])
        return found
    }

    /// Whether an object may be a record of its own, and not a value within a torn one: a value stands behind a mark.
    private static func mayBeRecord(_ line: UnsafeRawBufferPointer, at open: Int) -> Bool {
        let before = unsafe line[..<open].last { $0 != 32 }
        guard before == UInt8(ascii: ":") || before == UInt8(ascii: ",") || before == UInt8(ascii: "[") else {
            return true
        }
        let rest = unsafe line[(open + 1)...].drop { $0 == 32 }
        return unsafe rest.starts(with: "\"event\"".utf8)
    }

    private static func beginsRecord(in bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        var rest = unsafe bytes
        while let open = unsafe rest.firstIndex(of: UInt8(ascii: "{")) {
            unsafe rest = unsafe rest[(open + 1)...]
            if unsafe rest.first(where: { $0 != 32 }) == UInt8(ascii: "\"") { return true }
        }
        return false
    }

    /// What bytes are that are not JSON.
    private static func syntaxFault(_ bytes: UnsafeRawBufferPointer, _ found: Found) -> LineFault {
        let words = unsafe bytes.filter { $0 > 32 }.prefix(256)
        if words.elementsEqual("{".utf8) || words.elementsEqual("[".utf8) || words.starts(with: "[{".utf8) {
            return .wholeLog
        }
        if words.first != UInt8(ascii: "{"), isHeader(words) { return .table }
        if let open = unsafe place(of: UInt8(ascii: "{"), in: bytes, from: 0),
            unsafe bytes[(open + 1)...].first(where: { $0 != 32 }) == UInt8(ascii: "'")
        {
            return .pythonDictionary
        }
        let last = unsafe bytes.last { $0 != 32 && $0 != 13 }
        return unsafe beginsRecord(in: bytes[...]) && (found.isOpen || last != UInt8(ascii: "}")) ? .cut : .notJSON
    }

    /// Whether a line is names with commas between them, a step's among them.
    private static func isHeader(_ words: ArraySlice<UInt8>) -> Bool {
        let names = words.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
        return names.count > 1 && names.contains { $0 == "step" || $0 == "epoch" || $0 == "global_step" }
    }

    private static func place(of byte: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = unsafe memchr(base + start, Int32(byte), bytes.count - start)
        else { return nil }
        return unsafe UnsafeRawPointer(found) - base
    }
}
