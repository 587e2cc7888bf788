import Foundation
import Testing

/// The documentation is short where it must be, and points to what exists.
@Suite struct DocumentationLinkTests {
    @Test func `README is at most 14 KB`() throws {
        #expect(try DocumentationPage("README.md").text.utf8.count <= 14_000)
    }

    @Test func `relative links lead to files`() throws {
        var count = 0
        for page in try DocumentationPage.all() {
            for link in page.text.matches(of: /\]\(([^)#\s]+)[^)]*\)/).map(\.1) where !link.contains(":") {
                count += 1
                let target = page.folder.isEmpty ? String(link) : "\(page.folder)/\(link)"
                #expect(DocumentationPage.exists(target), "\(page.path) links to \(link)")
            }
        }
        #expect(count > 15)
    }

    @Test func `links between pages lead to pages of the same catalog`() throws {
        var count = 0
        for page in try DocumentationPage.all() {
            for link in page.text.matches(of: /doc:([\w-]+)/).map(\.1) {
                count += 1
                #expect(DocumentationPage.exists("\(page.folder)/\(link).md"), "\(page.path) links to \(link)")
            }
        }
        #expect(count > 15)
    }

    @Test func `paths in backticks exist`() throws {
        var count = 0
        for page in try DocumentationPage.all() {
            for path in page.text.matches(of: /`((?:Sources|Tests|demos|\.ci|\.github)\/[\w.+\/-]+)/).map(\.1) {
                count += 1
                #expect(DocumentationPage.exists(String(path)), "\(page.path) names \(path)")
            }
        }
        #expect(count > 100)
    }

    @Test func `a name beside a path is in that file: 'StepGate.apply' ('Sources/Telemetry/Commands/StepGate.swift')`()
        throws
    {
        var count = 0
        for page in try DocumentationPage.all() {
            let places = page.text.matches(
                of: /`([A-Za-z_][\w.]*)(?:\([^`]*\))?`\s+\(`(Sources\/[\w.+\/-]+\.(?:swift|py|c))`/
            )
            for place in places {
                count += 1
                let file = try DocumentationPage(String(place.2))
                let name = String(place.1.split(separator: ".").last ?? "")
                #expect(file.text.contains(name), "\(page.path): \(place.1) is not in \(place.2)")
            }
        }
        #expect(count > 30)
    }

    @Test func `the root page of a catalog lists every page`() throws {
        let catalogs = try DocumentationPage.catalogs()
        #expect(catalogs.count >= 4)
        for catalog in catalogs {
            let name = try #require(catalog.split(separator: "/").dropFirst().first)
            let root = try DocumentationPage("\(catalog)/\(name).md")
            let topics = try #require(root.text.components(separatedBy: "## Topics").last)
            for page in try DocumentationPage.all() where page.folder == catalog && page.path != root.path {
                let link = page.path.split(separator: "/").last?.dropLast(3) ?? ""
                #expect(topics.contains("- <doc:\(link)>"), "\(root.path) does not list \(link)")
            }
        }
    }
}
