using RingFed.Learning.Encoding;

namespace RingFed.Daemon.Training;

/// <summary>The encoder that the ring fitted, as this silo keeps it: twice, because the ring fits it only once.</summary>
internal static class EncoderFile
{
    public static void Write(SiloState files, FittedEncoder encoder)
    {
        string json = FittedEncoderJson.Write(encoder);
        AtomicFile.Write(files.Encoder, json);
        AtomicFile.Write(files.EncoderCopy, json);
    }

    /// <exception cref="InvalidDataException">There is none, or both copies were altered.</exception>
    public static FittedEncoder Read(SiloState files)
    {
        if (!File.Exists(files.Encoder) && !File.Exists(files.EncoderCopy))
        {
            throw new InvalidDataException(
                $"{files.Encoder} does not exist: the ring has not fitted the encoder yet, so run the silo until its first round has closed");
        }

        List<string> faults = [];
        foreach (string path in (string[])[files.Encoder, files.EncoderCopy])
        {
            try
            {
                return FittedEncoderJson.Parse(File.ReadAllText(path));
            }
            catch (Exception fault) when (fault is InvalidDataException or IOException)
            {
                faults.Add($"{path}: {fault.Message}");
            }
        }

        throw new InvalidDataException($"{string.Join("; ", faults)}; copy the file from another silo of the federation, they are equal");
    }
}
