import Comparison
import Dashboard
import Glibc
import Links
import Platform
import Telemetry

/// A recording on a screen in memory, moved by keys as by an operator. A key's time includes the complete picture: no part
/// of it is filled in later.
struct RecordingMoves {
    private var workspace: Workspace
    private let descriptor: Int32

    /// Reads a recording to its end.
    init(_ path: String) throws {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Trouble("cannot read \(path)") }
        self.descriptor = descriptor
        let read: FileSource.Read = { (offset, buffer) throws(FileError) in
            let count = unsafe pread(descriptor, buffer.baseAddress, buffer.count, offset)
            guard count >= 0 else { throw FileError(path, failed: "cannot be read") }
            return count
        }
        let player = unsafe Player(Playback(reload: FileSource.reload(reading: read)), start: .end)
        workspace = Workspace(RunSession(player), glyphs: .braille)
        _ = workspace.update(.resized(columns: DashboardCosts.columns, rows: DashboardCosts.rows))
        var status = stat()
        unsafe fstat(descriptor, &status)
        do throws(LinkError) {
            let source = try unsafe FileSource(name: path, size: Int(status.st_size), reading: read)
            defer { source.close() }
            var arrival = Arrival()
            while !arrival.status.isOver {
                source.poll(limit: 1 << 14, into: &arrival)
                _ = workspace.update(.arrived(arrival))
                if !arrival.hasMore { source.wait() }
            }
        } catch {
            throw Trouble(error.description)
        }
        _ = press("0")
    }

    func close() { Glibc.close(descriptor) }

    /// Presses a key; returns the picture after it, and the seconds it took.
    private mutating func press(_ key: Character) -> (picture: CellGrid, seconds: Double) {
        let start = monotonicSeconds()
        _ = workspace.update(.key(.character(key)))
        repeat { _ = workspace.update(.tick(start)) } while workspace.isBusy
        let picture = workspace.render(columns: DashboardCosts.columns, rows: DashboardCosts.rows)
        return (picture, monotonicSeconds() - start)
    }

    /// Seconds for each jump by a twentieth of the recording, to its beginning and back to its end.
    mutating func scrub() -> [Double] {
        (Array(repeating: "<", count: 20) + Array(repeating: ">", count: 20)).map { press($0).seconds }
    }

    /// Zooms in from the whole run until a spike of the loss is alone on the screen, and out again.
    ///
    /// - Returns: the seconds of each zoom, the number of zooms in whose picture did not show the spike, and whether the spike
    ///   was reached.
    mutating func zoom(to spike: (step: Int, loss: Double)) -> (seconds: [Double], blind: Int, isReached: Bool) {
        _ = press("0")
        _ = press(")")
        var (seconds, blind) = ([Double](), 0)
        for _ in 0..<24 {
            let zoomed = press("z")
            seconds.append(zoomed.seconds)
            if !Self.reaches(zoomed.picture, spike.loss) { blind += 1 }
        }
        let words = ["step \(NumberFormat.count(spike.step))", "training \(NumberFormat.fixedWidth(spike.loss))"]
        let lines = workspace.render(columns: DashboardCosts.columns, rows: DashboardCosts.rows).lines
        let isReached = lines.contains { line in words.allSatisfy(line.contains) }
        for _ in 0..<24 { seconds.append(press("Z").seconds) }
        return (seconds, blind, isReached)
    }

    /// Whether the top label of the first axis is above half of a value.
    private static func reaches(_ picture: CellGrid, _ value: Double) -> Bool {
        let labels = picture.lines.compactMap { line in
            line.split(separator: "┤", maxSplits: 1).first.flatMap { Double($0.filter { $0 != " " }) }
        }
        return labels.first.map { $0 > value / 2 } ?? false
    }
}
