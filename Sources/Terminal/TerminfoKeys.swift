import CNcurses
import Dashboard

/// The keys of the terminal's type by their bytes, from its description.
func terminfoKeys() -> [[UInt8]: Key] {
    let capabilities: [(String, Key)] =
        [
            ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kfnd", .home),
            ("ka1", .home), ("kend", .end), ("kslt", .end), ("kc1", .end), ("kpp", .pageUp), ("ka3", .pageUp),
            ("knp", .pageDown), ("kc3", .pageDown), ("kdch1", .delete), ("kbs", .backspace), ("kent", .enter),
            ("kcbt", .backTab), ("kri", .with(.shift, .up)), ("kind", .with(.shift, .down)),
            ("kLFT", .with(.shift, .left)), ("kRIT", .with(.shift, .right)), ("kHOM", .with(.shift, .home)),
            ("kEND", .with(.shift, .end)), ("kPRV", .with(.shift, .pageUp)), ("kNXT", .with(.shift, .pageDown)),
            ("kDC", .with(.shift, .delete)),
        ] + (1...12).map { ("kf\($0)", .function($0)) }
    return capabilities.reduce(into: [:]) { keys, entry in
        guard let text = unsafe tt_key_string(entry.0) else { return }
        unsafe keys[Array(String(cString: text).utf8)] = entry.1
    }
}
