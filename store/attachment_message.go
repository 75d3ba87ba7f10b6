package store

import (
	"context"

	"parley/internal/desk"
)

// sendAttachments makes uploads part of a message and returns them. Only those of
// the actor in the same conversation that are in no message yet can be; of any
// other it is not said whether there is one.
func sendAttachments(tx tx, actor desk.Actor, conv desk.ConversationID, message desk.MessageID, ids []desk.AttachmentID) ([]desk.Attachment, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	w := &where{}
	to := w.arg(message)
	w.add("conversation_id = " + w.arg(conv))
	w.add(ofUploader(w, actor))
	w.add(in(w, "id", ids))
	n, err := tx.exec(`UPDATE attachments SET message_id = `+to+` WHERE `+w.String(), w.args...)
	if err != nil {
		return nil, err
	}
	var errs desk.FieldErrors
	if n != int64(len(ids)) {
		errs.Add("attachmentIds", "not_found", "attachmentIds must be files that you have uploaded to this conversation and not sent yet")
		return nil, errs.Err()
	}
	list, err := listAttachments(tx, conv, message, message)
	if err != nil {
		return nil, err
	}
	desk.CheckAttachments(&errs, list)
	return list, errs.Err()
}

// ofUploader returns the condition that an upload is the actor's and not sent yet.
func ofUploader(w *where, actor desk.Actor) string {
	return "message_id IS NULL AND uploader_type = " + w.arg(actor.Kind) + " AND uploader_id = " + w.arg(actor.ID)
}

// attach reads the files of messages of one conversation with one query for all.
func attach(tx tx, conv desk.ConversationID, messages []desk.Message) error {
	if len(messages) == 0 {
		return nil
	}
	first, last := span(messages)
	list, err := listAttachments(tx, conv, first, last)
	if err != nil {
		return err
	}
	of := map[desk.MessageID][]desk.Attachment{}
	for _, a := range list {
		of[a.MessageID] = append(of[a.MessageID], a)
	}
	for i := range messages {
		messages[i].Attachments = of[messages[i].ID]
	}
	return nil
}

func listAttachments(tx tx, conv desk.ConversationID, first, last desk.MessageID) ([]desk.Attachment, error) {
	return collect(tx, scanAttachment, `
		SELECT `+attachmentColumns+`
		FROM attachments a
		WHERE a.conversation_id = $1 AND a.message_id BETWEEN $2 AND $3
		ORDER BY a.message_id, a.id`, conv, first, last)
}

// ListUnsent returns the files that the actor has uploaded to a conversation and not
// sent yet, oldest first.
func (s *Store) ListUnsent(ctx context.Context, actor desk.Actor, id desk.ConversationID) (list []desk.Attachment, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx tx) error {
		if _, err := loadConversation(tx, actor, id); err != nil {
			return err
		}
		list, err = collect(tx, scanAttachment, `
			SELECT `+attachmentColumns+`
			FROM attachments a
			WHERE a.conversation_id = $1 AND a.message_id IS NULL AND a.uploader_type = $2 AND a.uploader_id = $3
			ORDER BY a.id`, id, actor.Kind, actor.ID)
		return err
	})
	return list, wrap(err, "list uploads to conversation %s", id)
}
