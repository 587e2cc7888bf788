import Dashboard

/// Control strings, which hold answers of the terminal, and bracketed pastes.
extension InputParser {
    mutating func string(_ isOSC: Bool, _ count: Int, _ byte: UInt8) -> [Token] {
        switch byte {
        case Byte.escape:
            state = .escapeInString
            escapeTime = lastTime
        // BEL ends only OSC: other strings may continue after it.
        case Byte.bell where isOSC: return endString()
        case Byte.bell: state = .drain
        case Byte.cancel, Byte.substitute: state = .drain
        case Byte.stringTerminator where !isUTF8: return endString()
        default:
            if isOSC, answer.count < Self.longestAnswer { answer.append(byte) }
            state = count < Self.longestString ? .string(isOSC: isOSC, count: count + 1) : .drain
        }
        return []
    }

    /// The token of the answer in the string that has just ended.
    mutating func endString() -> [Token] {
        state = .ground
        defer { answer = [] }
        return BackgroundReply.color(answer).map { [.background($0)] } ?? []
    }

    mutating func escapedInString(_ byte: UInt8) -> [Token] {
        switch byte {
        case UInt8(ascii: "\\"): return endString()
        case Byte.escape: break
        default:
            startEscape()
            return escaped(byte)
        }
        return []
    }

    mutating func paste(_ byte: UInt8) -> [Token] {
        pasted.append(byte)
        for end in Byte.pasteEnds where pasted.suffix(end.count).elementsEqual(end) {
            if end[0] != Byte.escape, isUTF8 { continue }
            pasted.removeLast(end.count)
            return endPaste(next: .ground)
        }
        // The end of the brackets must still be recognized.
        if pasted.count > Self.longestPaste + 8 { pasted.remove(at: Self.longestPaste) }
        return []
    }

    mutating func endPaste(next: State) -> [Token] {
        state = next
        defer { pasted = [] }
        return [.paste(String(decoding: pasted.prefix(Self.longestPaste), as: UTF8.self))]
    }
}
