using RingFed.Federation.Transport;

namespace RingFed.Daemon.Tests.Commands;

public sealed class RestoreCommandTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    private string Ring => folder["ring"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_state_directory_that_was_put_back_is_marked_and_may_be_marked_again()
    {
        folder.Write("ring/close-0000000.ring", "as the copy has it");
        folder.Write("ring/state.lock", "");

        Invocation first = await RestoreAsync();
        Invocation second = await RestoreAsync();

        Assert.Equal((ExitCodes.Success, ExitCodes.Success), (first.ExitCode, second.ExitCode));
        Assert.StartsWith($"marked  {folder.Path}", first.Output, StringComparison.Ordinal);
        Assert.True(StateMark.IsSet(Ring));
    }

    [Fact]
    public async Task A_directory_on_which_a_daemon_runs_is_left_alone()
    {
        folder.Write("ring/state.lock", "");
        using FileStream held = new(folder["ring/state.lock"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Invocation refused = await RestoreAsync();

        Assert.Equal(ExitCodes.Failure, refused.ExitCode);
        Assert.Contains("stop the daemon before its state is put back", refused.Error, StringComparison.Ordinal);
        Assert.False(StateMark.IsSet(Ring));
    }

    [Fact]
    public async Task Without_a_copy_there_is_nothing_to_mark()
    {
        Invocation refused = await RestoreAsync();

        Assert.Equal(ExitCodes.BadInput, refused.ExitCode);
        Assert.Contains("put the copy of the state directory in its place first", refused.Error, StringComparison.Ordinal);
    }

    private Task<Invocation> RestoreAsync() => Invocation.RunAsync("restore", "--state", folder.Path);
}
