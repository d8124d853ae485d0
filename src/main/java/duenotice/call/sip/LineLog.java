package duenotice.call.sip;

import gov.nist.core.StackLogger;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the SIP library says goes to debug alone: it names numbers. Constructed by the library, by name. */
public final class LineLog implements StackLogger {
    private static final Logger log = LoggerFactory.getLogger(LineLog.class);

    @Override
    public void logStackTrace() {
        // of no use without what it belongs to
    }

    @Override
    public void logStackTrace(int level) {
        // likewise
    }

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(Throwable thrown) {
        log.debug("the SIP library failed", thrown);
    }

    @Override
    public void logDebug(String message) {
        log.trace(message);
    }

    @Override
    public void logDebug(String message, Exception thrown) {
        log.trace(message, thrown);
    }

    @Override
    public void logTrace(String message) {
        log.trace(message);
    }

    @Override
    public void logFatalError(String message) {
        log.debug(message);
    }

    @Override
    public void logError(String message) {
        log.debug(message);
    }

    @Override
    public void logError(String message, Exception thrown) {
        log.debug(message, thrown);
    }

    @Override
    public void logWarning(String message) {
        log.debug(message);
    }

    @Override
    public void logInfo(String message) {
        log.trace(message);
    }

    @Override
    public boolean isLoggingEnabled() {
        return log.isDebugEnabled();
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        return level <= TRACE_WARN ? log.isDebugEnabled() : log.isTraceEnabled();
    }

    @Override
    public void disableLogging() {
        // set by the program's own settings
    }

    @Override
    public void enableLogging() {
        // likewise
    }

    @Override
    public void setBuildTimeStamp(String time) {
        // nobody asks
    }

    @Override
    public void setStackProperties(Properties properties) {
        // none of them is ours
    }

    @Override
    public String getLoggerName() {
        return log.getName();
    }
}
