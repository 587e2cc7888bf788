import Dashboard
import Foundation
import Telemetry

/// The bytes of a recording, in pieces: a file read when asked, or a pipe read as it comes.
final class RecordingStream {
    /// Bytes of events that the dashboard keeps of a pipe, to go back to.
    static let memory = 64 << 20

    private enum Origin {
        case file(RecordingFile)
        case arriving(Mailbox<[UInt8]>)
    }

    private let origin: Origin
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    /// What has arrived and was not read yet.
    private var waiting: ArraySlice<[UInt8]> = []
    private var isOver = false

    /// - Parameter path: a file, a pipe, or - for standard input.
    init(path: String) throws(BadInput) {
        // A pipe that nobody writes to yet is opened by its reader's thread, behind a screen that can be left.
        if path != "-" { try checkPath(path, of: "the recording") }
        if path == "-" || RecordingFile.isPipe(path) {
            origin = .arriving(Self.readOnItsOwn(path))
        } else {
            origin = .file(try RecordingFile(path: path))
        }
    }

    /// True when the bytes come as somebody else writes them.
    var isArriving: Bool {
        if case .arriving = origin { true } else { false }
    }

    deinit { buffer.deallocate() }

    /// Hands over what is there, piece by piece.
    ///
    /// - Parameter mayGoOn: asked before each piece but the first; false leaves the others to the next call.
    /// - Returns: true when there is more to be had at once.
    func read(into player: inout Player, while mayGoOn: () -> Bool) -> Bool {
        guard !isOver else { return false }
        switch origin {
        case .file(let file): return read(file, mayGoOn, &player)
        case .arriving(let mailbox): return read(mailbox, mayGoOn, &player)
        }
    }

    private func read(_ file: RecordingFile, _ mayGoOn: () -> Bool, _ player: inout Player) -> Bool {
        repeat {
            // A file that cannot be read further ends here; what was read plays.
            let count = (try? file.read(into: buffer)) ?? 0
            guard count > 0 else {
                end(&player)
                return false
            }
            player.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        } while mayGoOn()
        return true
    }

    private func read(_ mailbox: Mailbox<[UInt8]>, _ mayGoOn: () -> Bool, _ player: inout Player) -> Bool {
        repeat {
            if waiting.isEmpty { waiting = mailbox.drain()[...] }
            guard let piece = waiting.popFirst() else { return false }
            guard !piece.isEmpty else {
                end(&player)
                return false
            }
            piece.withUnsafeBytes { player.append($0, arrival: monotonicSeconds()) }
        } while mayGoOn()
        return true
    }

    private func end(_ player: inout Player) {
        isOver = true
        player.finish()
    }

    /// Reads a pipe on a thread of its own; an empty piece is the end.
    private static func readOnItsOwn(_ path: String) -> Mailbox<[UInt8]> {
        let mailbox = Mailbox<[UInt8]>(capacity: 256)
        let thread = Thread {
            let file = try? RecordingFile(path: path)
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = buffer.withUnsafeMutableBytes { (try? file?.read(into: $0)) ?? 0 }
                while !mailbox.post(Array(buffer[..<count])) { usleep(5000) }
                if count == 0 { return }
            }
        }
        thread.start()
        return mailbox
    }
}
