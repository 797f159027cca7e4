using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RingFed.Federation.Ring;
using RingFed.Federation.Transport;

namespace RingFed.Daemon.Hosting;

/// <summary>
/// Runs the ring session inside the host. A completed session keeps the daemon up, so that status, report and
/// generation stay at hand; a refused one ends it, because only an operator can mend the cause.
/// </summary>
internal sealed class SessionService(
    SessionDriver driver, IHostApplicationLifetime lifetime, ILogger<SessionService> logger, bool untilComplete) : BackgroundService
{
    public int ExitCode { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        SessionEnd end;
        try
        {
            end = await driver.RunAsync(stoppingToken);
        }
        catch (Exception fault) when (fault is ListenException or ForeignStateException or IOException)
        {
            // The operator's to mend, so a sentence and not a stack trace.
            logger.SessionNotStarted(fault.Message);
            ExitCode = ExitCodes.Failure;
            lifetime.StopApplication();
            return;
        }

        switch (end.Ending)
        {
            case SessionEnding.Completed:
                logger.SessionCompleted(end.Closed + 1);
                if (untilComplete)
                {
                    lifetime.StopApplication();
                }

                break;
            case SessionEnding.Refused:
                logger.SessionRefused(end.Fault!.Code, end.Fault.Sentence);
                ExitCode = ExitCodeOf(end.Fault.Code);
                lifetime.StopApplication();
                break;
            default:
                logger.SessionStopped(end.Closed + 1);
                break;
        }
    }

    private static int ExitCodeOf(SessionFaultCode code) =>
        code is SessionFaultCode.WorkFailed or SessionFaultCode.StorageFailed ? ExitCodes.Failure : ExitCodes.Refused;
}
