SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.documents (
    collection character varying NOT NULL,
    key bytea NOT NULL,
    kind character varying NOT NULL,
    value bytea NOT NULL,
    expires_at double precision
);
CREATE TABLE public.events (
    sequence bigint NOT NULL,
    "time" double precision NOT NULL,
    subject character varying NOT NULL,
    kind character varying NOT NULL,
    value bytea NOT NULL,
    room bytea
);
CREATE TABLE public.marks (
    name character varying NOT NULL,
    value character varying NOT NULL
);
INSERT INTO public.alembic_version VALUES ('0002');
INSERT INTO public.documents VALUES ('peers', '\x62656e', 'Peer', '\x85a7706565725f696407a7757365725f6964a362656ea9757365725f6461746181a474657874a77b2261223a317da47461677391a178a9706f736974696f6e7390', NULL);
INSERT INTO public.documents VALUES ('peers', '\x6f6c64', 'Peer', '\x85a7706565725f696407a7757365725f6964a362656ea9757365725f6461746181a474657874a77b2261223a317da47461677391a178a9706f736974696f6e7390', 4000000000);
INSERT INTO public.events VALUES (1, 1700000000, 'c1', 'ConnectionJoined', '\x81aa636f6e6e656374696f6e8dad636f6e6e656374696f6e5f6964a26331a7726f6f6d5f6964a56c6f626279a7757365725f6964a4616e6e61a8637573746f6d6572a0a767617465776179af676174657761792e6578616d706c65a57374617465a66a6f696e6564ab6f776e5f706565725f696403a9757365725f64617461c4020001a570656572739185a7706565725f696407a7757365725f6964a362656ea9757365725f6461746181a474657874a77b2261223a317da47461677391a178a9706f736974696f6e7390aa637265617465645f6174cb41d954fc40000000a5706c61636582a57363616c65cb3ff0000000000000a9706f736974696f6e7390ac617564696f5f746172676574a0a86c696e6765725f73c0', '\x6c6f626279');
INSERT INTO public.events VALUES (2, 1700000001.5, 'c1', 'PeerLeft', '\x81a47065657285a7706565725f696407a7757365725f6964a362656ea9757365725f6461746181a474657874a77b2261223a317da47461677391a178a9706f736974696f6e7390', '\x6c6f626279');
INSERT INTO public.events VALUES (3, 1700000002, '', 'EventsLost', '\x82a5666972737403a46c61737403', NULL);
INSERT INTO public.events VALUES (4, 1700000003, 'c1', 'MessageReceived', '\x83ae73656e6465725f706565725f696407ae73656e6465725f757365725f6964a362656ea76d657373616765c40568656c6c6f', '\x6c6f626279');
INSERT INTO public.events VALUES (5, 1700000004, 'c1', 'ConnectionLeft', '\x83a664657461696caa6c656674206279207573a6726561736f6eaa4c4546545f42595f5553aa6d61795f72657475726ec2', '\x6c6f626279');
INSERT INTO public.marks VALUES ('clean', 'yes');
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_pkey PRIMARY KEY (collection, key);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (sequence);
ALTER TABLE ONLY public.marks
    ADD CONSTRAINT marks_pkey PRIMARY KEY (name);
CREATE INDEX documents_by_expiry ON public.documents USING btree (expires_at);
CREATE INDEX events_by_subject ON public.events USING btree (subject, sequence);
CREATE INDEX events_by_time ON public.events USING btree ("time");
