using RingFed.Daemon.Commands;
using RingFed.Daemon.Tests.Status;

namespace RingFed.Daemon.Tests.Commands;

public sealed class LeaveCommandTests
{
    [Fact]
    public void The_silos_name_confirms()
    {
        StringWriter prompt = new();

        LeaveCommand.Confirm(Statuses.Session, new StringReader("paris\n"), prompt);

        Assert.Contains("paris will leave hemato-eu", prompt.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("y\n")]
    [InlineData("berlin\n")]
    public void Anything_else_asks_for_nothing(string typed)
    {
        CommandFailure refused = Assert.Throws<CommandFailure>(
            () => LeaveCommand.Confirm(Statuses.Session, new StringReader(typed), TextWriter.Null));

        Assert.Equal(ExitCodes.BadInput, refused.ExitCode);
        Assert.Contains("nothing was asked for", Assert.Single(refused.Sentences), StringComparison.Ordinal);
    }
}
