using RingFed.Daemon.Experiments.Cells;

namespace RingFed.Daemon.Tests.Experiments.Cells;

public sealed class CellStoreTests
{
    private static readonly CellResult _good = new(null, 1, 2, [], [], 10, 2.5, 40, "sha", ["a note"]);

    [Fact]
    public void A_finished_cell_is_found_as_it_was()
    {
        using ScratchFolder folder = new();
        CellStore store = new(folder.Path);

        store.Keep("key", _good);

        CellResult found = store.Find("key")!;
        Assert.Equal((1, 10, 2.5, "a note"), (found.FitSeconds, found.Parameters, found.BytesPerSiloRound, found.Notes.Single()));
        Assert.Null(store.Find("other"));
    }

    [Fact]
    public void A_torn_file_and_a_failed_cell_are_run_again()
    {
        using ScratchFolder folder = new();
        CellStore store = new(folder.Path);
        store.Keep("failed", CellResult.Failed("diverged", 1));
        store.Keep("torn", _good);
        File.WriteAllText(Path.Combine(folder.Path, "torn.json"), File.ReadAllText(Path.Combine(folder.Path, "torn.json"))[..20]);

        Assert.Null(store.Find("failed"));
        Assert.Null(store.Find("torn"));
    }
}
