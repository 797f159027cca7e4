using RingFed.Learning.Data;

namespace RingFed.Learning.Tests.Data;

public sealed class DirectoryFlushTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_directory_of_a_new_file_can_be_flushed() =>
        Assert.Null(Record.Exception(() => DirectoryFlush.Around(_folder.Write("new", "text"))));

    [Fact]
    public void A_directory_that_is_not_there_is_an_error_with_its_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Nothing is flushed on Windows.");
        string absent = Path.Combine(_folder.Path, "absent");
        IOException fault = Assert.Throws<IOException>(() => DirectoryFlush.Around(Path.Combine(absent, "file")));
        Assert.Contains(absent, fault.Message, StringComparison.Ordinal);
    }
}
