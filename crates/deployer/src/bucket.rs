//! The bucket of artefacts and records. What is written once is never written again.

use aws_sdk_s3::Client;
use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::primitives::ByteStream;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::aws;

/// Where artefacts, manifests, records and locks are.
#[derive(Debug, Clone)]
pub struct Bucket {
    client: Client,
    name: String,
}

/// An object that says something, and the tag of its content.
#[derive(Debug, Clone)]
pub(crate) struct Tagged<T> {
    pub(crate) content: T,
    pub(crate) tag: String,
}

/// Why S3 did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum BucketError {
    /// It refused, or can't be reached.
    #[error("s3://{bucket}/{key}: cannot {step}: {said}")]
    Refused {
        /// The bucket.
        bucket: String,
        /// The object.
        key: String,
        /// What was tried.
        step: &'static str,
        /// What S3 said.
        said: String,
    },
    /// An object is not what the deployer writes.
    #[error("s3://{bucket}/{key} is not what the deployer writes")]
    Unreadable {
        /// The bucket.
        bucket: String,
        /// The object.
        key: String,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
}

impl Bucket {
    /// A bucket by name.
    #[must_use]
    pub fn new(client: Client, name: &str) -> Self {
        Self {
            client,
            name: name.to_owned(),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether an object is there.
    pub(crate) async fn has(&self, key: &str) -> Result<bool, BucketError> {
        let head = self.client.head_object().bucket(&self.name).key(key);
        match head.send().await {
            Ok(_) => Ok(true),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| error.is_not_found()) =>
            {
                Ok(false)
            }
            Err(error) => Err(self.refused(key, "look it up", aws::said(&error))),
        }
    }

    /// Puts bytes at a key, unless something is there; tells whether it did.
    pub(crate) async fn put_once(&self, key: &str, bytes: Vec<u8>) -> Result<bool, BucketError> {
        self.put(key, bytes, |put| put.if_none_match("*"))
            .await
            .map(|tag| tag.is_some())
    }

    /// Reads what JSON an object holds; `None` where there is no object.
    pub(crate) async fn read<T: DeserializeOwned>(
        &self,
        key: &str,
    ) -> Result<Option<Tagged<T>>, BucketError> {
        let get = self.client.get_object().bucket(&self.name).key(key);
        let object = match get.send().await {
            Ok(object) => object,
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| error.is_no_such_key()) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(self.refused(key, "read it", aws::said(&error))),
        };
        let tag = object.e_tag.unwrap_or_default();
        let bytes = object
            .body
            .collect()
            .await
            .map_err(|error| self.refused(key, "read it", aws::why(&error)))?;
        let content = serde_json::from_slice(&bytes.into_bytes()).map_err(|source| {
            BucketError::Unreadable {
                bucket: self.name.clone(),
                key: key.to_owned(),
                source,
            }
        })?;

        Ok(Some(Tagged { content, tag }))
    }

    /// Writes JSON where no object is (`None`) or the one that is there has a certain tag. Returns the new tag, or `None`
    /// where somebody else has written.
    pub(crate) async fn write<T: Serialize>(
        &self,
        key: &str,
        over: Option<&str>,
        content: &T,
    ) -> Result<Option<String>, BucketError> {
        let json = json(content);
        match over {
            None => self.put(key, json, |put| put.if_none_match("*")).await,
            Some(tag) => self.put(key, json, |put| put.if_match(tag)).await,
        }
    }

    /// The keys below a prefix, in order.
    pub(crate) async fn list(&self, prefix: &str) -> Result<Vec<String>, BucketError> {
        let mut pages = self
            .client
            .list_objects_v2()
            .bucket(&self.name)
            .prefix(prefix)
            .into_paginator()
            .send();
        let mut keys = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| self.refused(prefix, "list it", aws::said(&error)))?;
            let objects = page.contents.unwrap_or_default();
            keys.extend(objects.into_iter().filter_map(|object| object.key));
        }
        keys.sort();

        Ok(keys)
    }

    async fn put(
        &self,
        key: &str,
        bytes: Vec<u8>,
        on: impl FnOnce(
            aws_sdk_s3::operation::put_object::builders::PutObjectFluentBuilder,
        ) -> aws_sdk_s3::operation::put_object::builders::PutObjectFluentBuilder,
    ) -> Result<Option<String>, BucketError> {
        let put = self.client.put_object().bucket(&self.name).key(key);
        match on(put).body(ByteStream::from(bytes)).send().await {
            Ok(put) => Ok(Some(put.e_tag.unwrap_or_default())),
            // Somebody else has written before, or is writing now.
            Err(error)
                if matches!(
                    error.code(),
                    Some("PreconditionFailed" | "ConditionalRequestConflict")
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(self.refused(key, "write it", aws::said(&error))),
        }
    }

    fn refused(&self, key: &str, step: &'static str, said: String) -> BucketError {
        BucketError::Refused {
            bucket: self.name.clone(),
            key: key.to_owned(),
            step,
            said,
        }
    }
}

/// Our own types, which all have text for keys.
fn json<T: Serialize>(content: &T) -> Vec<u8> {
    serde_json::to_vec_pretty(content).expect("no map of ours has keys but text")
}
