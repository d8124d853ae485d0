package duenotice.call.sip;

import duenotice.casework.CallScript;

/** The words of one call as they are heard. */
record Prompts(Voice.Sound open, Voice.Sound told, Voice.Sound stranger) {
    static Prompts of(Voice voice, String language, CallScript.Spoken words) throws Voice.Mute {
        return new Prompts(
                voice.say(language, "open", words.open()),
                voice.say(language, "told", words.told()),
                voice.say(language, "stranger", words.stranger()));
    }

    /** @param extension keyed in first, where there is one */
    Conversation begin(Codec codec, String extension) throws Voice.Mute {
        return new Conversation(codec, open.in(codec), told.in(codec), stranger.in(codec), extension);
    }
}
