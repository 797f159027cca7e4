using RingFed.Daemon.Commands;

return await CommandLine.InvokeAsync(args, Console.Out, Console.Error);
