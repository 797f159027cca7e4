using RingFed.Daemon.Status.Health;
using RingFed.Daemon.Tests.Architecture;

namespace RingFed.Daemon.Tests.Status.Health;

public sealed class HealthCatalogueTests
{
    [Fact]
    public void Every_code_has_a_meaning_and_a_remedy() => Assert.All(Enum.GetValues<HealthCode>(), code =>
    {
        HealthEntry entry = HealthCatalogue.Entries[code];
        Assert.EndsWith(".", entry.Meaning, StringComparison.Ordinal);
        Assert.NotEmpty(entry.Remedy);
    });

    [Fact]
    public void The_manual_lists_exactly_these_codes_with_the_same_words()
    {
        string[] table = [.. File.ReadAllLines(Path.Combine(SourceTree.Root, "src", "RingFed.Daemon", "Status", "HEALTH.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))];

        Assert.Equal(
            Enum.GetValues<HealthCode>().Select(code =>
            {
                HealthEntry entry = HealthCatalogue.Entries[code];
                return $"| `{HealthCatalogue.NameOf(code)}` | {entry.Severity.ToString().ToLowerInvariant()} | {entry.Meaning} | {entry.Remedy} |";
            }),
            table);
    }
}
