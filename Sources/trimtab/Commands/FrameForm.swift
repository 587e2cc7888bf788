import ArgumentParser

/// How a screen is printed, other than as plain text.
enum FrameForm: EnumerableFlag {
    case svg, ansi

    static func help(for form: FrameForm) -> ArgumentHelp? {
        switch form {
        case .svg: "Print a picture in SVG."
        case .ansi: "Print text with colors, in 24 bits where COLORTERM says so, else of 256."
        }
    }
}
