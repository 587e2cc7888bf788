/// Reads the objects in lines, counts faults, and converts the times of steps.
struct ObjectReader: Sendable {
    /// The most opening braces tried in a line that is not one object.
    private static let attempts = 256

    var report = ReadingReport()
    /// Nil keeps the times of steps as written.
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
        // A blank line is not a fault; a progress bar leaves lines of carriage returns.
        guard unsafe !bytes.allSatisfy({ $0 == 32 || (9...13).contains($0) }) else { return }
        guard fault == .notJSON else { return report.count(fault, line: line) }
        let found = unsafe search(bytes, line, arrival, &receiver)
        if found.events == 0 { return unsafe report.count(found.fault ?? Self.syntaxFault(bytes, found), line: line) }
        if found.hasTornRecord { report.count(.cut, line: line) }
    }

    /// Reads bytes as one object.
    ///
    /// - Returns: the fault, nil for a line of the format, and the number of its events.
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

    // MARK: Lines that are not one object

    private struct Found {
        var events = 0
        /// The reason why the last object found is not an event.
        var fault: LineFault?
        /// True if an object is not closed at the end of the line.
        var isOpen = false
        /// True if the text between the objects begins a record.
        var hasTornRecord = false
    }

    /// Finds complete objects within a line: behind a progress bar, behind a torn record, one after another.
    private mutating func search(
        _ line: UnsafeRawBufferPointer,
        _ number: Int,
        _ arrival: Double?,
        _ receiver: inout some EventReceiver
    ) -> Found {
        var found = Found()
        var position = 0
        // Scanning unclosed objects repeatedly would take quadratic time on a hostile line.
        var patience = 4 * line.count + 4096
        var attempts = Self.attempts
        var end = 0
        while let open = unsafe line.position(of: UInt8(ascii: "{"), from: position), attempts > 0, patience > 0 {
            attempts -= 1
            let rest = unsafe UnsafeRawBufferPointer(rebasing: line[open...])
            var scanner = unsafe JSONScanner(rest)
            let isWhole = (try? scanner.skipValue()) != nil
            patience -= scanner.position
            found.isOpen = found.isOpen || !isWhole && scanner.position >= rest.count
            position = open + 1
            guard isWhole, unsafe Self.mayBeRecord(line, at: open) else { continue }
            let object = unsafe UnsafeRawBufferPointer(rebasing: rest[..<scanner.position])
            let count: Int
            (found.fault, count) = unsafe readObject(object, number, arrival, &receiver)
            position = open + scanner.position
            guard count > 0 else { continue }
            found.events += count
            found.hasTornRecord = unsafe found.hasTornRecord || Self.beginsRecord(in: line[end..<open])
            end = position
        }
        found.hasTornRecord = unsafe found.hasTornRecord || Self.beginsRecord(in: line[end...])
        return found
    }

    /// True if an object may be a record, and not a value within a torn one: a value follows a colon, comma or bracket.
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

    /// The fault of bytes that are not JSON.
    private static func syntaxFault(_ bytes: UnsafeRawBufferPointer, _ found: Found) -> LineFault {
        let words = unsafe bytes.filter { $0 > 32 }.prefix(256)
        if words.elementsEqual("{".utf8) || words.elementsEqual("[".utf8) || words.starts(with: "[{".utf8) {
            return .wholeLog
        }
        if words.first != UInt8(ascii: "{"), isHeader(words) { return .table }
        if let open = unsafe bytes.position(of: UInt8(ascii: "{"), from: 0),
            unsafe bytes[(open + 1)...].first(where: { $0 != 32 }) == UInt8(ascii: "'")
        {
            return .pythonDictionary
        }
        let last = unsafe bytes.last { $0 != 32 && $0 != 13 }
        return unsafe beginsRecord(in: bytes[...]) && (found.isOpen || last != UInt8(ascii: "}")) ? .cut : .notJSON
    }

    /// True if a line is a list of names with a step or an epoch among them.
    private static func isHeader(_ words: ArraySlice<UInt8>) -> Bool {
        let names = words.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
        return names.count > 1 && names.contains { $0 == "step" || $0 == "epoch" || $0 == "global_step" }
    }
}
