using RingFed.Daemon.Training;

namespace RingFed.Daemon.Tests.Training;

public sealed class AtomicFileTests
{
    [Fact]
    public void Writers_of_one_file_do_not_meet_and_one_text_stays_whole()
    {
        using ScratchFolder folder = new();
        string[] texts = [.. Enumerable.Range(0, 8).Select(writer => new string((char)('a' + writer), 50_000))];

        Parallel.ForEach(texts, text => AtomicFile.Write(folder["file"], text));

        Assert.Contains(File.ReadAllText(folder["file"]), texts);
        Assert.Equal([folder["file"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_leaves_nothing_behind()
    {
        using ScratchFolder folder = new();
        Directory.CreateDirectory(folder["file"]);
        File.WriteAllText(folder["file/inside"], "");

        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(folder["file"], "text"));

        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
